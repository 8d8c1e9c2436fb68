from odoo import api, fields, models

from odoo.addons.aftersales.models.base.entries import Alert

from .. import reckoner


class AftersalesOrder(models.Model):
    """A visit as the law sees it, and what the counter must know of the car's standing."""
    _inherit = 'aftersales.order'

    # === BUSINESS METHODS: FACTS ===#

    def _get_statute_distances(self):
        """:return: dict of order: km the car had run when it came, replaced clusters included"""
        # sudo: readings taken by orders are the system's
        readings = self.env['fleet.vehicle.odometer'].sudo().search([
            ('aftersales_order_id', 'in', self.ids), ('source', '=', 'checkin'), ('is_doubtful', '=', False)])
        taken = {reading.aftersales_order_id.id: reading.distance_km for reading in readings}
        return {
            order: taken.get(order.id, order.odometer_in * reckoner.KM_PER_UNIT.get(order.odometer_unit, 1.0))
            for order in self}

    def _get_statute_loans(self):
        """:return: dict of order: times in which the customer had a loaner"""
        reliefs = self.env['aftersales.statute.relief'].sudo().search([
            ('order_id', 'in', self.ids), ('kind', '=', 'loaner')])
        return {
            order: [reckoner.Span(relief.start, relief._get_stop()) for relief in rows]
            for order, rows in reliefs.grouped('order_id').items()}

    # === BUSINESS METHODS: LIFE ===#

    def _after_received(self, source):
        result = super()._after_received(source)
        # sudo: problems are kept by the system, whoever receives the car
        jobs = self.sudo().job_ids
        jobs._group_problems()
        jobs._watch_statutes()
        return result

    def _after_delivered(self, source):
        result = super()._after_delivered(source)
        self.sudo().job_ids._watch_statutes()  # sudo: as above
        return result

    # === BUSINESS METHODS: ALERTS ===#

    def _get_alerts(self):
        alerts = super()._get_alerts()
        vehicle = self.vehicle_id._origin
        if self.is_locked or not vehicle or not self.env.user.has_group('aftersales.group_see_law'):
            return alerts
        # sudo: most cars have no problem and cost no more than this; rights of the reader are checked above
        if not self.env['aftersales.problem'].sudo().search_count([('vehicle_id', '=', vehicle.id)], limit=1):
            return alerts
        for rule, standing in vehicle._get_statute_standing()[vehicle]:
            if rule._is_pressing(standing):
                alerts.append(Alert(
                    'danger' if standing.status == 'met' else 'warning',
                    vehicle._describe_standing(rule, standing), 'action_view_statute'))
        return alerts

    def action_view_statute(self):
        """The car's standing with the law."""
        return self.vehicle_id.action_view_statute()

    @api.readonly
    def action_view_statute_holds(self):
        """Which waits of the order are no days in repair."""
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_statute_holds')
        return dict(action, domain=[('order_id', 'in', self.ids)])

    # === BUSINESS METHODS: EVIDENCE ===#

    def _get_statute_parts_of_records(self):
        """What repair records tell beside other papers, read for all orders at once.

        :return: jobs about faults of quality, loaners, and waits of these orders
        """
        jobs = self.job_ids.filtered(lambda job: job.problem_id.is_quality and job._is_live())
        return jobs, self.relief_ids, self.hold_ids, self.job_ids.fault_code_ids, self.job_ids.measured_value_ids

    def _get_visit_evidence(self):
        """A visit in plain values, as it is sealed with a case and printed on the repair record (Order 43, art. 17)."""
        self.ensure_one()
        jobs = self.job_ids.filtered(lambda job: job.problem_id.is_quality and job._is_live())
        start, stop = jobs._get_repair_period()
        return {
            'order': self.name, 'start': fields.Datetime.to_string(start) or '',
            'stop': fields.Datetime.to_string(stop) if stop else '',
            'km': round(self._get_statute_distances()[self], 3), 'tz': self.workshop_id._get_tz().zone,
            'jobs': [{
                'problem': job.problem_id.name, 'name': job.name, 'concern': job.concern or '', 'cause': job.cause or '',
                'correction': job.correction or '',
                'parts': [f'{line.product_id.default_code or ""} {line.product_id.name} × {line.quantity:g}'.strip()
                          for line in job._get_sold_lines() if line.line_type == 'part'],
            } for job in jobs],
            'exempt': [{
                'reason': hold.exemption_id.name, 'start': fields.Datetime.to_string(hold.start),
                'stop': fields.Datetime.to_string(hold.stop) if hold.stop else '',
            } for hold in self.hold_ids.filtered('exemption_id')],
        }
