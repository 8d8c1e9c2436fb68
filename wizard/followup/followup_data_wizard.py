from odoo import api, fields, models

# What a customer tells on the phone when something of his changed.
PERSON = ('phone', 'email', 'street', 'street2', 'zip', 'city', 'state_id', 'country_id')


class AftersalesFollowupDataWizard(models.TransientModel):
    """The customer's data as he says them on the phone: corrected in place, beside the call (J3)."""
    _name = 'aftersales.followup.data.wizard'
    _inherit = ['aftersales.dialog.mixin']
    _description = "Customer's Data"

    followup_id = fields.Many2one(
        'aftersales.followup', string="Follow-up", required=True, readonly=True, ondelete='cascade')
    partner_id = fields.Many2one(related='followup_id.partner_id', string="Customer")
    vehicle_id = fields.Many2one(related='followup_id.vehicle_id')
    phone = fields.Char()
    email = fields.Char()
    street = fields.Char()
    street2 = fields.Char()
    zip = fields.Char()
    city = fields.Char()
    state_id = fields.Many2one('res.country.state', string="State", domain="[('country_id', '=?', country_id)]")
    country_id = fields.Many2one('res.country', string="Country")
    license_plate = fields.Char(string="Plate")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        step = self.env['aftersales.followup'].browse(values.get('followup_id') or ()).exists()
        if step:
            values.update({name: step.partner_id._fields[name].convert_to_write(step.partner_id[name], step.partner_id)
                           for name in PERSON if name in fields})
            values['license_plate'] = step.vehicle_id.license_plate
        return values

    def action_apply(self):
        """Only what is another now is written, with the rights of whoever calls."""
        self.ensure_one()
        partner, vehicle = self.followup_id.partner_id, self.followup_id.vehicle_id
        changed = {
            name: self._fields[name].convert_to_write(self[name], self) for name in PERSON if self[name] != partner[name]}
        if changed:
            partner.write(changed)
        if vehicle and (self.license_plate or '') != (vehicle.license_plate or ''):
            vehicle.license_plate = self.license_plate
        return {'type': 'ir.actions.act_window_close'}

    def action_open_customer(self):
        """The whole file."""
        self.ensure_one()
        return self.followup_id._get_form(self.followup_id.partner_id)
