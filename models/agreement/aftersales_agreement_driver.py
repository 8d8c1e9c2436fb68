from odoo import fields, models


class AftersalesAgreementDriver(models.Model):
    """Who may order work for an account customer: for all of its cars, or for some (G4)."""
    _name = 'aftersales.agreement.driver'
    _description = "Authorised Driver"
    _inherit = ['aftersales.lasting.mixin']
    _order = 'agreement_id.id desc, id'
    _check_company_auto = True

    agreement_id = fields.Many2one('aftersales.agreement', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='agreement_id.company_id', store=True, index=True, precompute=True)
    partner_id = fields.Many2one(
        'res.partner', string="Driver", required=True, index=True, check_company=True, ondelete='restrict')
    valid_until = fields.Date(string="Valid Until")
    vehicle_ids = fields.Many2many(
        'fleet.vehicle', 'aftersales_agreement_driver_vehicle_rel', 'driver_id', 'vehicle_id', string="Only for",
        check_company=True, help="Left out: for all cars of the customer.")

    _driver_uniq = models.UniqueIndex('(agreement_id, partner_id)', "This driver is on the agreement already.")

    def _may_order(self, vehicle, day):
        self.ensure_one()
        return (not self.valid_until or day <= self.valid_until) and (not self.vehicle_ids or vehicle in self.vehicle_ids)
