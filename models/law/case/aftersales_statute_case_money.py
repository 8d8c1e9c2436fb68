from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import reckoner

FIGURES = {
    'price', 'odometer', 'registration_fee', 'accessories', 'service_fees', 'remedy', 'reason', 'request_date', 'partner_id',
}


class AftersalesStatuteCase(models.Model):
    """What is paid back, and what the customer pays for having used the car (Order 43, arts. 26, 27)."""
    _inherit = 'aftersales.statute.case'

    currency_id = fields.Many2one('res.currency', required=True, default=lambda self: self.env.company.currency_id)
    price = fields.Monetary(
        string="Price of the Car", tracking=True, copy=False, bounds=(0, 1e10), help="What the customer paid for the car.")
    odometer = fields.Float(
        digits=(12, 0), compute='_compute_odometer', store=True, readonly=False, tracking=True, bounds=(0, 9_999_999),
        help="When the car is given back, in its own unit.")
    odometer_unit = fields.Selection(related='vehicle_id.odometer_unit')
    registration_fee = fields.Monetary(string="Registration Cost", tracking=True, copy=False, bounds=(0, 1e10))
    accessories = fields.Monetary(
        string="Accessories, Depreciated", tracking=True, copy=False, bounds=(0, 1e10),
        help="What we took for fittings and decoration, less what they have lost in value.")
    service_fees = fields.Monetary(
        tracking=True, copy=False, bounds=(0, 1e10), help="Fees for services we took from the customer.")
    usage_fee = fields.Monetary(
        string="Fee for Use", compute='_compute_sums', store=True,
        help="Price × distance, as the law says. None where one of the rules met asks for none.")
    amount_refund = fields.Monetary(string="Paid to the Customer", compute='_compute_sums', store=True)
    amount_due = fields.Monetary(
        string="Paid by the Customer", compute='_compute_sums', store=True,
        help="In an exchange the customer may owe more for the use than he is paid back.")

    @api.depends('vehicle_id')
    def _compute_odometer(self):
        for case in self:
            case.odometer = case.odometer or case.vehicle_id.last_odometer

    @api.depends(
        'price', 'odometer', 'registration_fee', 'accessories', 'service_fees', 'remedy', 'rule_ids', 'statute_id')
    def _compute_sums(self):
        for case in self:
            case.usage_fee = case._get_usage_fee()
            paid_back = case.registration_fee + case.accessories + case.service_fees
            if case.remedy in ('reduction', 'other', False):
                paid_back = 0.0
            elif case.remedy == 'return':
                paid_back += case.price
            owed = case.usage_fee if case.remedy in ('exchange', 'return') else 0.0
            case.amount_refund = max(paid_back - owed, 0.0)
            case.amount_due = max(owed - paid_back, 0.0)

    # === CRUD METHODS ===#

    def write(self, vals):
        vals = self._read_inputs(vals)
        if FIGURES & vals.keys():
            self._check_undecided(vals)
        return super().write(vals)

    def _check_undecided(self, vals):
        """What was told to the customer is not changed behind his back."""
        for case in self:
            changed = [name for name in FIGURES & vals.keys() if case._fields[name].convert_to_record(
                case._fields[name].convert_to_cache(vals[name], case), case) != case[name]]
            if changed and case.state in ('accepted', 'completed'):
                raise UserError(self.env._(
                    "%(case)s is %(state)s: what was decided and told to the customer does not change any more.",
                    case=case.name, state=case._get_state_label()))

    # === BUSINESS METHODS ===#

    def _lacks_price(self):
        self.ensure_one()
        return not self.price and self.remedy in ('exchange', 'return')

    def _get_usage_fee(self):
        """The fee by the law of the sale; the rule that asks for none goes first."""
        self.ensure_one()
        rules = self.rule_ids.filtered(lambda rule: rule._gives_back_car())
        if not rules or any(not rule.has_fee for rule in rules):
            return 0.0
        # sudo: where the car stands with the law is known to the system
        vehicle = self.vehicle_id.sudo()
        car = reckoner.Car(
            price=self.price, distance_km=self.odometer * reckoner.KM_PER_UNIT.get(vehicle.odometer_unit, 1.0),
            fee_rate=vehicle.statute_fee_rate or None)
        fee = self.statute_id._prepare_fee().reckon(car, self._get_first_km())
        return self.currency_id.round(fee or 0.0)

    def _get_first_km(self):
        """The distance at the first of the repairs that count, as it was when the right arose."""
        distances = [
            visit['km'] for evidence in self.sudo().evidence_ids for standing in evidence._get_content().get('standings', [])
            if standing['status'] == 'met' and standing['gives_back'] for visit in standing['visits'][:1]]
        return min(distances, default=0.0)
