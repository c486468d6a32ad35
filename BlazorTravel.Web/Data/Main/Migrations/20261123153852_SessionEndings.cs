using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace BlazorTravel.Web.Data.Main.Migrations
{
    /// <inheritdoc />
    public partial class SessionEndings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "session_endings",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    tenant_id = table.Column<int>(type: "integer", nullable: true),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    session_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    except_session_id = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    page = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    carried_out_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_endings", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_session_endings_carried_out_at",
                table: "session_endings",
                column: "carried_out_at");

            migrationBuilder.CreateIndex(
                name: "ix_session_endings_open",
                table: "session_endings",
                column: "id",
                filter: "carried_out_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "session_endings");
        }
    }
}
