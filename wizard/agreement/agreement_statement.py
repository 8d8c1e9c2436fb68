from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

HOURS_A_DAY = 24
MOST_DAYS = 3660


class AftersalesAgreementStatement(models.TransientModel):
    """What an account customer was charged and paid in a period, and what his cars cost him (G4, contracts §8)."""
    _name = 'aftersales.agreement.statement'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Statement of an Agreement"

    agreement_id = fields.Many2one('aftersales.agreement', required=True, readonly=True, ondelete='cascade')
    company_id = fields.Many2one(related='agreement_id.company_id')
    date_from = fields.Date(
        string="From", required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1) - relativedelta(months=1))
    date_to = fields.Date(
        string="To", required=True, default=lambda self: fields.Date.context_today(self).replace(day=1) - timedelta(days=1))

    def _compute_display_name(self):
        for statement in self:
            statement.display_name = statement.agreement_id.display_name

    @api.constrains('date_from', 'date_to')
    def _check_dates(self):
        for statement in self:
            if not 0 <= (statement.date_to - statement.date_from).days <= MOST_DAYS:
                raise UserError(self.env._(
                    "The last day lies before the first day, or more than ten years after it. Choose another period."))

    # === ACTION METHODS ===#

    def action_print_statement(self):
        self.ensure_one()
        return self.env.ref('aftersales.action_report_agreement_statement').report_action(self)

    def action_print_fleet(self):
        self.ensure_one()
        return self.env.ref('aftersales.action_report_agreement_fleet').report_action(self)

    # === BUSINESS METHODS: STATEMENT ===#

    def _get_account_domain(self):
        """What the customer's account in the books says; read as the system, of an agreement its reader may see."""
        agreement = self.agreement_id
        return fields.Domain([
            ('company_id', '=', agreement.company_id.id), ('partner_id.commercial_partner_id', '=', agreement.partner_id.id),
            ('account_id.account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted')])

    def _prepare_statement(self):
        """:return: dict of ``opening``, ``rows``, ``charged``, ``paid``, ``closing`` and what is ``open`` today"""
        self.ensure_one()
        # sudo: whoever keeps the agreement is told what its customer owes
        Line, domain = self.env['account.move.line'].sudo(), self._get_account_domain()
        [[opening]] = Line._read_group(domain & fields.Domain('date', '<', self.date_from), [], ['balance:sum'])
        balance, rows = opening or 0, []
        lines = Line.search(domain & fields.Domain('date', '>=', self.date_from) & fields.Domain(
            'date', '<=', self.date_to), order='date, id')
        for line in lines:
            balance += line.balance
            rows.append({
                'date': line.date, 'name': line.move_id.name, 'ref': line.ref or line.name or '', 'due': line.date_maturity,
                'debit': line.debit, 'credit': line.credit, 'balance': balance})
        waiting = Line.search(domain & fields.Domain('amount_residual', '!=', 0), order='date_maturity, id')
        today = fields.Date.context_today(self)
        return {
            'opening': opening or 0, 'rows': rows, 'charged': sum(lines.mapped('debit')), 'paid': sum(lines.mapped('credit')),
            'closing': balance, 'open': [{
                'name': line.move_id.name, 'date': line.date, 'due': line.date_maturity, 'total': line.balance,
                'rest': line.amount_residual, 'is_late': bool(line.date_maturity and line.date_maturity < today),
            } for line in waiting], 'open_total': sum(waiting.mapped('amount_residual'))}

    # === BUSINESS METHODS: FLEET ===#

    def _prepare_fleet(self):
        """Per car: visits, what they cost the customer, kilometres, cost of each, and how long it stood here."""
        self.ensure_one()
        # sudo: whoever keeps the agreement is told what its cars cost
        orders = self.env['aftersales.order'].sudo().search([
            ('agreement_id', '=', self.agreement_id.id), ('state', 'not in', ('draft', 'cancelled')),
            ('received_date', '>=', self.date_from - timedelta(days=1)),
            ('received_date', '<', self.date_to + timedelta(days=2))], order='id')
        # By the day at the outlet.
        orders = orders.filtered(lambda order: self.date_from <= order._get_agreement_day() <= self.date_to)
        driven, rows = self._get_driven(orders.vehicle_id), []
        for vehicle, visits in orders.grouped('vehicle_id').items():
            cost, km = sum(map(self._get_cost, visits)), driven.get(vehicle, 0)
            rows.append({
                'plate': vehicle.license_plate or vehicle.display_name, 'model': vehicle.model_id.display_name,
                'orders': len(visits), 'cost': cost, 'km': km, 'cost_per_km': cost / km if km > 0 else 0,
                'days': sum(map(self._get_days_here, visits))})
        rows.sort(key=lambda row: -row['cost'])
        km = sum(row['km'] for row in rows)
        cost = sum(row['cost'] for row in rows)
        return {'rows': rows, 'total': {
            'cars': len(rows), 'orders': len(orders), 'cost': cost, 'km': km, 'cost_per_car': cost / len(rows) if rows else 0,
            'cost_per_km': cost / km if km > 0 else 0, 'days': sum(row['days'] for row in rows)}}

    def _get_cost(self, order):
        """What the agreement's customer bears of an order, with taxes, in the agreement's currency."""
        agreement = self.agreement_id.sudo()  # sudo: as above
        amount = sum(
            amount for job in order.job_ids if not job.is_dropped and job.approval != 'declined'
            for partner, amount in job._get_payer_amounts() if partner.commercial_partner_id == agreement.partner_id)
        return order.currency_id._convert(amount, agreement.currency_id, order.company_id, self.date_to)

    def _get_days_here(self, order):
        until = order.delivered_date or fields.Datetime.now()
        return max((until - order.received_date).total_seconds(), 0) / 3600 / HOURS_A_DAY

    def _get_driven(self, vehicles):
        """Kilometres of each car in the period: from its last reading before it, else its first in it."""
        Reading = self.env['fleet.vehicle.odometer'].sudo()  # sudo: as above
        domain = fields.Domain('vehicle_id', 'in', vehicles.ids) & fields.Domain('is_doubtful', '=', False)
        before = dict(Reading._read_group(
            domain & fields.Domain('date', '<', self.date_from), ['vehicle_id'], ['distance_km:max']))
        within = Reading._read_group(
            domain & fields.Domain('date', '>=', self.date_from) & fields.Domain('date', '<=', self.date_to), ['vehicle_id'],
            ['distance_km:min', 'distance_km:max'])
        return {vehicle: last - before.get(vehicle, first) for vehicle, first, last in within}
