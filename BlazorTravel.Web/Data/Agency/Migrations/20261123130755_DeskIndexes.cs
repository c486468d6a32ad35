using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorTravel.Web.Data.Agency.Migrations
{
    /// <inheritdoc />
    public partial class DeskIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_travel_requests_created_at_id",
                table: "travel_requests");

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_created_at_id",
                table: "travel_requests",
                columns: new[] { "created_at", "id" },
                descending: new bool[0])
                .Annotation("Npgsql:IndexInclude", new[] { "status", "destination" });

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_destination_id",
                table: "travel_requests",
                columns: new[] { "destination", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_num_persons_id",
                table: "travel_requests",
                columns: new[] { "num_persons", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_waiting",
                table: "travel_requests",
                columns: new[] { "status_changed_at", "id" },
                filter: "status IN ('new', 'in_progress')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_travel_requests_created_at_id",
                table: "travel_requests");

            migrationBuilder.DropIndex(
                name: "ix_travel_requests_destination_id",
                table: "travel_requests");

            migrationBuilder.DropIndex(
                name: "ix_travel_requests_num_persons_id",
                table: "travel_requests");

            migrationBuilder.DropIndex(
                name: "ix_travel_requests_waiting",
                table: "travel_requests");

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_created_at_id",
                table: "travel_requests",
                columns: new[] { "created_at", "id" },
                descending: new bool[0]);
        }
    }
}
