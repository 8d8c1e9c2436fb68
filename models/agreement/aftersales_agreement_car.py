from odoo import fields, models


class AftersalesAgreementCar(models.Model):
    """Which cost centre of an account customer bears a car, and from when to when (G4)."""
    _name = 'aftersales.agreement.car'
    _description = "Car of an Agreement"
    _inherit = ['aftersales.lasting.mixin']
    _order = 'agreement_id.id desc, id'
    _check_company_auto = True

    agreement_id = fields.Many2one('aftersales.agreement', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='agreement_id.company_id', store=True, index=True, precompute=True)
    vehicle_id = fields.Many2one(
        'fleet.vehicle', string="Car", required=True, index=True, check_company=True, ondelete='restrict')
    cost_centre = fields.Char(string="Cost Centre", max_length=64)
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until")

    _check_dates = models.Constraint(
        'CHECK(date_to IS NULL OR date_from IS NULL OR date_to >= date_from)', "A cost centre's time ends after it begins.")
    _car_uniq = models.UniqueIndex(
        "(agreement_id, vehicle_id, COALESCE(date_from, DATE '1900-01-01'))",
        "This car is on the agreement from that day on already.")

    def _get_on(self, vehicle, day):
        """The line of a car that holds on a day: the one that began last."""
        lines = self.filtered(lambda line: (
            line.vehicle_id == vehicle and (not line.date_from or line.date_from <= day)
            and (not line.date_to or day <= line.date_to)))
        return lines.sorted(lambda line: (bool(line.date_from), line.date_from or day, line.id))[-1:]
