from odoo.fields import Domain
from odoo.tests import tagged

from odoo.addons.aftersales.tests.action_reads import Search, evaluate, find_actions
from odoo.addons.aftersales.tests.common import AftersalesCommon

# What a list opens with, or a filter of it: few rows of a table that grows with the years, found by an index of theirs.
LISTS = (
    ('stock.picking', [
        ('aftersales_order_id', '!=', False), ('picking_type_code', '=', 'outgoing'), ('state', 'not in', ('done', 'cancel')),
    ], 'stock_picking_aftersales_to_issue_idx'),
    ('stock.move', [
        ('aftersales_line_id', '!=', False), ('state', 'not in', ('done', 'cancel')),
    ], 'stock_move_aftersales_window_idx'),
    ('aftersales.order', [('rating_last_value', '>', 0)], 'aftersales_order_rated_idx'),
    ('aftersales.order', [('rating_last_value', '>', 0), ('rating_last_value', '<=', 2)], 'aftersales_order_rated_idx'),
    ('aftersales.order', [('leave_date', '!=', False)], 'aftersales_order__leave_date_index'),
    ('account.move', [
        ('is_aftersales_collecting', '=', True), ('state', '=', 'draft'), ('partner_id', '=', 1),
    ], 'account_move_aftersales_collecting_idx'),
    ('aftersales.order.line', [('part_origin', '=', 'customer')], 'aftersales_order_line_customer_parts_idx'),
    *(('aftersales.job', [('declined_state', '=', state)], 'aftersales_job_declined_state_idx')
      for state in ('offered', 'recaptured', 'dismissed')),
    ('aftersales.job', [('state', '=', 'passed'), ('technician_id', 'in', [1])], 'aftersales_job_technician_order_idx'),
    ('aftersales.authorisation', [('date', '>=', '2026-01-01'), ('date', '<', '2026-02-01')],
     'aftersales_authorisation_date_idx'),
    ('aftersales.authorisation', [('decision', '=', 'callback')], 'aftersales_authorisation_refused_idx'),
    ('aftersales.authorisation', [('channel', '=', 'screen')], 'aftersales_authorisation_page_idx'),
    ('account.move', [
        ('commercial_partner_id', 'in', [1, 2]), ('state', '=', 'posted'), ('payment_state', 'in', ('not_paid', 'partial')),
        ('invoice_date_due', '<', '2026-01-01'),
    ], 'account_move_aftersales_owed_idx'),
    ('aftersales.appointment', [('is_waiter', '=', True)], 'aftersales_appointment_waiters_idx'),
    ('aftersales.appointment', [('needs_loaner', '=', True)], 'aftersales_appointment_loaner_idx'),
    ('aftersales.order.cost', [('company_id', '=', 1), ('date', '>=', '2026-01-01'), ('date', '<', '2026-02-01')],
     'aftersales_order_cost_months_idx'),
    ('aftersales.job', [('co_payer_id', 'in', [1, 2])], 'aftersales_job__co_payer_id_index'),
    ('aftersales.job', [('service_class', '=', 'c')], 'aftersales_job_class_idx'),
    ('aftersales.job', [('allowance_user_id', '!=', False)], 'aftersales_job__allowance_user_id_index'),
    ('aftersales.time.entry', [('employee_id', '=', 1)], 'aftersales_time_entry_employee_idx'),
    ('aftersales.time.entry', [('job_id', '=', False)], 'aftersales_time_entry_idle_idx'),
    ('aftersales.time.entry', [('pause_reason', '=', 'forgotten')], 'aftersales_time_entry_forgotten_idx'),
    ('aftersales.time.entry', ['|', ('is_corrected', '=', True), ('source', '=', 'hand')],
     'aftersales_time_entry_corrected_idx'),
    ('aftersales.inspection', [('stage', '=', 'self')], 'aftersales_inspection_stage_idx'),
    ('aftersales.inspection', [('needs_road_test', '=', True)], 'aftersales_inspection_road_test_idx'),
    ('aftersales.work.spot', [('date', '>=', '2026-01-01'), ('date', '<', '2026-02-01')], 'aftersales_work_spot_date_idx'),
    ('aftersales.order.line', [('sublet_state', '=', 'back')], 'aftersales_order_line_sublet_state_idx'),
    ('aftersales.order.line', [('sublet_sent_date', '>=', '2026-01-01')], 'aftersales_order_line__sublet_sent_date_index'),
    ('fleet.vehicle', [('maintenance_plan_id', 'in', [1, 2])], 'fleet_vehicle_plans_idx'),
    ('aftersales.order.line', [
        '|', '|', ('parts_due', '!=', False), ('parts_came_date', '!=', False), ('parts_awaited_since', '!=', False),
    ], 'aftersales_order_line_waited_idx'),
    ('stock.move.line', [('product_id', '=', 1), ('state', '=', 'done')], 'stock_move_line_aftersales_gone_idx'),
    ('res.partner', [('aftersales_account_customer', '=', True)], 'res_partner_aftersales_account_idx'),
    ('fleet.vehicle', [('is_loaner', '=', True)], 'fleet_vehicle_loaner_idx'),
    ('fleet.vehicle', [('is_file_late', '=', True)], 'fleet_vehicle_file_incomplete_idx'),
    ('fleet.vehicle', [('is_vin_wrong', '=', True)], 'fleet_vehicle_wrong_idx'),
    ('fleet.vehicle', [('is_plate_doubled', '=', True)], 'fleet_vehicle_compared_plate_idx'),
    ('aftersales.order.line', [('part_urgency', '!=', 'normal')], 'aftersales_order_line_urgent_idx'),
    ('aftersales.job', [('comeback_of_id', '!=', False), ('comeback_count', '>', 0)], 'aftersales_job_comeback_idx'),
    ('aftersales.inspection', [('date', '>=', '2026-01-01'), ('date', '<', '2026-02-01')], 'aftersales_inspection_date_idx'),
    ('aftersales.recall.vehicle', [('done_date', '>=', '2026-01-01'), ('done_date', '<', '2026-02-01')],
     'aftersales_recall_vehicle_done_idx'),
    ('aftersales.time.entry', [('stop', '>', '2026-01-01')], 'aftersales_time_entry_stop_idx'),
    ('aftersales.complaint', [
        ('state', 'not in', ('closed', 'unfounded', 'refused', 'cancelled')), ('is_paused', '=', False),
        ('deadline', '<', '2026-01-01'),
    ], 'aftersales_complaint_deadline_idx'),
    ('aftersales.appointment', ['|', ('vehicle_id', '=', False), ('partner_id', '=', False)],
     'aftersales_appointment_unknown_idx'),
    ('aftersales.appointment', [('partner_id', '=', 1), ('create_date', '>=', '2026-01-01')],
     'aftersales_appointment_customer_made_idx'),
    ('aftersales.followup.contact', [('contact_day', '>=', '2026-01-01'), ('contact_day', '<', '2026-02-01')],
     'aftersales_followup_contact__contact_day_index'),
    ('aftersales.survey.invitation', [('taken_date', '>=', '2026-01-01')], 'aftersales_survey_invitation__taken_date_index'),
    ('aftersales.complaint', [('confirmed_date', '>=', '2026-01-01')], 'aftersales_complaint__confirmed_date_index'),
    ('res.partner', [('aftersales_is_rescue_partner', '=', True)], 'res_partner_aftersales_rescue_idx'),
    ('aftersales.consent', [
        ('is_last', '=', True), ('channel', '=', 'call'), ('purpose', '=', 'survey'), ('answer', '=', 'no'),
    ], 'aftersales_consent_said_idx'),
)
# Tables that grow with every visit.
LARGE = (
    'aftersales.order', 'aftersales.job', 'aftersales.order.line', 'aftersales.appointment', 'aftersales.checkin',
    'aftersales.time.entry', 'aftersales.inspection', 'aftersales.health.check', 'aftersales.authorisation',
    'aftersales.authorisation.request', 'aftersales.delivery', 'aftersales.enquiry', 'aftersales.claim',
    'fleet.vehicle.odometer', 'stock.picking',
)
# Analyses of what is open or goes on, whenever it began.
OPEN = {
    'claim_report_action_ageing', 'action_recall_weeks', 'action_stock_age', 'action_post_gaps',
    'action_fault_figures',  # of the last three years, by its own query
    'action_staff_results',  # a row a question and year
}


@tagged('post_install', '-at_install')
class TestListIndexes(AftersalesCommon):
    with_outlet = True

    def _explain(self, query):
        self.env.cr.execute('EXPLAIN ' + self.env.cr.mogrify(query.select()).decode())
        return '\n'.join(line for line, in self.env.cr.fetchall())

    def test_few_of_many(self):
        """faults P9: what waits or stands out is found without reading all that ever was."""
        self.env.flush_all()
        self.env.cr.execute('SET LOCAL enable_seqscan = off')
        for model, domain, index in LISTS:
            with self.subTest(model=model, domain=domain):
                # Other indexes serve a small table as well: of this one alone it is asked whether it may.
                self._drop_others(self.env[model]._table)
                self.assertIn(index, self._explain(self.env[model].with_user(self.user_manager)._search(domain)))

    def _drop_others(self, table):
        self.env.cr.execute("""
            SELECT indexrelid::regclass::text, conname
              FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('u', 'x')
             WHERE indrelid = %s::regclass AND NOT indisprimary AND indexrelid::regclass::text NOT IN %s""",
            (table, tuple(name for *__, name in LISTS)))
        for name, constraint in self.env.cr.fetchall():
            self.env.cr.execute(f'ALTER TABLE {table} DROP CONSTRAINT {constraint}' if constraint else f'DROP INDEX {name}')

    def test_jobs_to_claim_by_their_pay_types(self):
        """faults P9: the pay types stand in the question by their ids, so that the database knows how few jobs they have."""
        query = self.env['aftersales.job'].with_user(self.user_claims)._search([('is_to_claim', '=', True)])
        self.assertNotIn('aftersales_pay_type', self.env.cr.mogrify(query.select()).decode())

    def test_where_few_they_are_found_first(self):
        """faults P9: cars not to be sold are found by their recalls, not by a walk along all plates; an outlet by its team."""
        for model, name, found in (
            ('fleet.vehicle', 'is_stop_sale', 'ANY(ARRAY'), ('fleet.vehicle', 'is_stop_drive', 'ANY(ARRAY'),
            ('aftersales.job', 'is_at_my_outlet', '"aftersales_job"."workshop_id" IN'),
        ):
            with self.subTest(name):
                query = self.env[model].with_user(self.user_technician)._search([(name, '=', True)])
                question = self.env.cr.mogrify(query.select()).decode()
                self.assertIn(found, question)
                self.assertNotIn('hr_employee', question)

    def test_analyses_open_on_a_period(self):
        """faults P6: no analysis opens over all that ever was, but on months, on two years, or on what is open."""
        opened = set()
        for name, action in find_actions(self.env):
            model = self.env[action.res_model]
            if action.view_mode.split(',')[0] not in ('pivot', 'graph') and (model._auto or model._log_access):
                continue
            opened.add(name)
            search = Search(self.env, model, action.search_view_id.id, evaluate(self.env, action.context))
            asked = {condition.field_expr.partition('.')[0] for condition in search.opening.iter_conditions()}
            with self.subTest(name):
                self.assertTrue(
                    asked if name in OPEN else {field for field in asked if model._fields[field].type in ('date', 'datetime')})
        self.assertLess(OPEN, opened)
        self.assertGreater(len(opened), 18, "the analyses are found")

    def test_lists_of_visits_open_on_some_of_them(self):
        """faults P8: no list of what every visit brings opens on all of it, so no group-by of it begins there."""
        opened = 0
        for name, action in find_actions(self.env):
            if action.res_model in LARGE and 'list' in action.view_mode:
                opened += 1
                context = evaluate(self.env, action.context)
                search = Search(self.env, self.env[action.res_model], action.search_view_id.id, context)
                with self.subTest(name):
                    self.assertFalse((search.opening & Domain(evaluate(self.env, action.domain or '[]'))).is_true())
        self.assertGreater(opened, 25, "the lists are found")
