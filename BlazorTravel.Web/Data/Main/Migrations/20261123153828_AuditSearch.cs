using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BlazorTravel.Web.Data.Main.Migrations
{
    /// <inheritdoc />
    public partial class AuditSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.AddColumn<string>(
                name: "area",
                table: "audit_entries",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true,
                computedColumnSql: "split_part(action, '.', 1)",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_actor_id_id",
                table: "audit_entries",
                columns: new[] { "actor_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_area_id",
                table: "audit_entries",
                columns: new[] { "area", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_nameless",
                table: "audit_entries",
                columns: new[] { "actor_name", "id" },
                filter: "actor_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject",
                table: "audit_entries",
                column: "subject")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_area_id",
                table: "audit_entries",
                columns: new[] { "tenant_id", "area", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_entries_actor_id_id",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_area_id",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_nameless",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_subject",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_tenant_id_area_id",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "area",
                table: "audit_entries");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,");
        }
    }
}
