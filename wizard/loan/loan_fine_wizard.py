from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class AftersalesLoanFineWizard(models.TransientModel):
    """A fine comes by post, with a plate, a moment and a place: who had the loaner then pays it."""
    _name = 'aftersales.loan.fine.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Fine for a Loaner"

    company_id = fields.Many2one('res.company', required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related='company_id.currency_id')
    vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Loaner", required=True, domain="[('is_loaner', '=', True), ('company_id', '=', company_id)]")
    event_date = fields.Datetime(string="When", required=True)
    place = fields.Char(string="Where", required=True)
    name = fields.Char(string="What For", required=True, help="As the authority writes it.")
    amount = fields.Monetary(required=True, bounds=(0, 1e7))

    def action_apply(self):
        self.ensure_one()
        loan = self._find_loan()
        self._check_not_entered(loan)
        self.env['aftersales.loan.charge'].create({
            'loan_id': loan.id, 'kind': 'fine', 'name': self.name, 'price_unit': self.amount, 'event_date': self.event_date,
            'place': self.place})
        return loan._get_records_action()

    def _check_not_entered(self, loan):
        """:raises UserError: when the same fine was entered already, by a second letter or a second click"""
        loan._claim_for_update()
        if self.env['aftersales.loan.charge'].search_count([
            ('loan_id', '=', loan.id), ('kind', '=', 'fine'), ('event_date', '=', self.event_date), ('name', '=', self.name),
        ], limit=1):
            raise UserError(self.env._(
                "%(loan)s is charged with “%(fine)s” of that moment already.", loan=loan.display_name, fine=self.name))

    def _find_loan(self):
        """:raises UserError: when nobody had the car at that moment"""
        self.ensure_one()
        loan = self.env['aftersales.loan'].search(
            Domain('vehicle_id', '=', self.vehicle_id.id) & Domain('date_out', '<=', self.event_date)
            & (Domain('date_back', '=', False) & Domain('state', '=', 'out') | Domain('date_back', '>=', self.event_date)),
            limit=1)
        if not loan or self.event_date > fields.Datetime.now():
            raise UserError(self.env._(
                "%(plate)s was with no customer at that moment. Look at the day and the hour of the fine.",
                plate=self.vehicle_id.license_plate))
        return loan
