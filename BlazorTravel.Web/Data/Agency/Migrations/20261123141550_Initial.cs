using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace BlazorTravel.Web.Data.Agency.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateTable(
                name: "travel_requests",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    reference = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: false),
                    access_token = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    submission_key = table.Column<Guid>(type: "uuid", nullable: false),
                    destination = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    travel_date = table.Column<DateOnly>(type: "date", nullable: false),
                    user_email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    num_persons = table.Column<int>(type: "integer", nullable: false),
                    return_date = table.Column<DateOnly>(type: "date", nullable: true),
                    traveler_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: true),
                    phone = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    budget = table.Column<decimal>(type: "numeric(12,2)", precision: 12, scale: 2, nullable: true),
                    budget_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: true),
                    notes = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    culture = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    status_changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false),
                    search_text = table.Column<string>(type: "text", nullable: true, computedColumnSql: "lower(destination || ' ' || user_email || ' ' || coalesce(traveler_name, '') || ' ' || reference)", stored: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_travel_requests", x => x.id);
                    table.CheckConstraint("ck_travel_requests_budget", "(budget IS NULL) = (budget_currency IS NULL) AND budget > 0");
                    table.CheckConstraint("ck_travel_requests_destination", "length(destination) >= 2");
                    table.CheckConstraint("ck_travel_requests_num_persons", "num_persons BETWEEN 1 AND 99");
                    table.CheckConstraint("ck_travel_requests_return_date", "return_date >= travel_date");
                    table.CheckConstraint("ck_travel_requests_status", "status IN ('new', 'in_progress', 'offered', 'booked', 'declined', 'cancelled')");
                });

            migrationBuilder.CreateTable(
                name: "outgoing_mails",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    request_id = table.Column<long>(type: "bigint", nullable: true),
                    template = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    model = table.Column<string>(type: "jsonb", nullable: false),
                    culture = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    recipient = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: false),
                    message_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    thread_id = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_error = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outgoing_mails", x => x.id);
                    table.CheckConstraint("ck_outgoing_mails_state", "state IN ('queued', 'sent', 'dead')");
                    table.ForeignKey(
                        name: "fk_outgoing_mails_travel_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "travel_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "request_events",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    request_id = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor_id = table.Column<int>(type: "integer", nullable: true),
                    actor_name = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: true),
                    from_status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    to_status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    text = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_request_events", x => x.id);
                    table.CheckConstraint("ck_request_events_from_status", "from_status IN ('new', 'in_progress', 'offered', 'booked', 'declined', 'cancelled')");
                    table.CheckConstraint("ck_request_events_kind", "kind IN ('received', 'status_changed', 'note')");
                    table.CheckConstraint("ck_request_events_to_status", "to_status IN ('new', 'in_progress', 'offered', 'booked', 'declined', 'cancelled')");
                    table.ForeignKey(
                        name: "fk_request_events_travel_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "travel_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_message_id",
                table: "outgoing_mails",
                column: "message_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_next_attempt_at",
                table: "outgoing_mails",
                column: "next_attempt_at",
                filter: "state = 'queued'");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_request_id",
                table: "outgoing_mails",
                column: "request_id");

            migrationBuilder.CreateIndex(
                name: "ix_outgoing_mails_state_id",
                table: "outgoing_mails",
                columns: new[] { "state", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_request_events_request_id_id",
                table: "request_events",
                columns: new[] { "request_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_access_token",
                table: "travel_requests",
                column: "access_token",
                unique: true);

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
                name: "ix_travel_requests_id",
                table: "travel_requests",
                column: "id",
                filter: "seen_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_num_persons_id",
                table: "travel_requests",
                columns: new[] { "num_persons", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_reference",
                table: "travel_requests",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_search_text",
                table: "travel_requests",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_status_created_at_id",
                table: "travel_requests",
                columns: new[] { "status", "created_at", "id" },
                descending: new[] { false, true, true });

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_status_travel_date_id",
                table: "travel_requests",
                columns: new[] { "status", "travel_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_submission_key",
                table: "travel_requests",
                column: "submission_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_travel_date_id",
                table: "travel_requests",
                columns: new[] { "travel_date", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_travel_requests_waiting",
                table: "travel_requests",
                columns: new[] { "status_changed_at", "id" },
                filter: "status IN ('new', 'in_progress')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "outgoing_mails");

            migrationBuilder.DropTable(
                name: "request_events");

            migrationBuilder.DropTable(
                name: "travel_requests");
        }
    }
}
