from odoo import fields, models

LEVELS = {'urgent': 'danger', 'soon': 'warning'}
# What needs saying first.
LEVEL_ORDER = ('danger', 'warning', 'info')


class FleetVehicle(models.Model):
    _inherit = 'fleet.vehicle'

    health_check_count = fields.Integer(
        string="Health Checks", compute='_compute_health_check_count', groups='aftersales.group_user')
    open_recommendation_count = fields.Integer(
        string="Open Recommendations", compute='_compute_open_recommendation_count', groups='aftersales.group_user')
    open_declined_count = fields.Integer(
        string="Open Declined Work", compute='_compute_open_recommendation_count', groups='aftersales.group_user')
    open_finding_count = fields.Integer(
        string="Open Findings", compute='_compute_open_recommendation_count', groups='aftersales.group_user')

    def _compute_health_check_count(self):
        counts = dict(self.env['aftersales.health.check']._read_group(
            [('vehicle_id', 'in', self.ids)], ['vehicle_id'], ['__count']))
        for vehicle in self:
            vehicle.health_check_count = counts.get(vehicle._origin, 0)

    def _compute_open_recommendation_count(self):
        open_points = self._get_open_recommendations()
        for vehicle in self:
            kinds = [entry['kind'] for entry in open_points[vehicle]]
            vehicle.open_recommendation_count = len(kinds)
            vehicle.open_declined_count = kinds.count('declined')
            vehicle.open_finding_count = kinds.count('finding')

    # === ACTION METHODS ===#

    def action_view_health_checks(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_health_checks')
        return {**action, 'domain': [('vehicle_id', 'in', self.ids)], 'context': {'create': False}}

    def action_view_declined(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_declined_jobs')
        return {
            **action,
            'domain': [('vehicle_id', 'in', self.ids), ('declined_state', '!=', False)],
            'context': {'search_default_waiting': 1},
        }

    def action_view_findings(self):
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_findings')
        return {**action, 'domain': [('vehicle_id', 'in', self.ids), ('outcome', '!=', False)]}

    # === BUSINESS METHODS ===#

    def _get_open_recommendations(self):
        result = super()._get_open_recommendations()
        by_id = {vehicle.id: vehicle for vehicle in self}
        entries = [
            (job.vehicle_id.id, self._prepare_declined_entry(job))
            for job in self.env['aftersales.job'].search(
                [('vehicle_id', 'in', self.ids), ('declined_state', '=', 'open')], order='id desc')
        ] + [
            (line.vehicle_id.id, self._prepare_finding_entry(line))
            for line in self.env['aftersales.health.check.line'].search(
                [('vehicle_id', 'in', self.ids), ('outcome', '=', 'open')], order='id desc')
        ]
        for vehicle_id, entry in sorted(entries, key=lambda pair: LEVEL_ORDER.index(pair[1]['level'])):
            result[by_id[vehicle_id]].append(entry)
        return result

    def _prepare_declined_entry(self, job):
        """Declined work is as urgent as the finding it came from."""
        results = job.sudo().finding_ids.mapped('result')
        return {
            'kind': 'declined',
            'record': job,
            'name': job._get_print_name(),
            'level': next((LEVELS[result] for result in LEVELS if result in results), 'info'),
            'date': job.declined_date,
            'reason': job._get_decline_text(),
            # What it would cost is no business of who sees no prices.
            'amount': job.amount_total if job._has_field_access(job._fields['amount_total'], 'read') else 0.0,
            'currency': job.currency_id,
        }

    def _prepare_finding_entry(self, line):
        return {
            'kind': 'finding',
            'record': line,
            'name': line.name,
            'level': LEVELS[line.result],
            'date': line.found_date,
            'reason': line._get_finding_text(),
            'amount': 0.0,
            'currency': line.company_id.currency_id,
        }

    def _get_order_for_recommendations(self, company):
        """The newest order of the car that is not closed, or a new estimate."""
        self.ensure_one()
        Order = self.env['aftersales.order'].with_company(company)
        return Order.search([
            ('vehicle_id', '=', self.id), ('company_id', '=', company.id),
            ('is_locked', '=', False),
        ], limit=1) or Order.create({'vehicle_id': self.id, 'company_id': company.id})
