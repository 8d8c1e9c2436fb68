from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesOdometerWizard(models.TransientModel):
    """A manager puts right what a visit recorded of the odometer; logged, and without touching what was signed."""
    _name = 'aftersales.odometer.wizard'
    _inherit = ['aftersales.dialog.mixin', 'aftersales.reason.mixin']
    _description = "Correct the Odometer"

    order_id = fields.Many2one('aftersales.order', required=True, readonly=True)
    unit = fields.Selection(related='order_id.odometer_unit')
    odometer_in = fields.Float(
        digits=(12, 0), compute='_compute_readings', store=True, readonly=False, precompute=True, bounds=(None, 9_999_999))
    odometer_out = fields.Float(
        digits=(12, 0), compute='_compute_readings', store=True, readonly=False, precompute=True, bounds=(None, 9_999_999))

    @api.depends('order_id')
    def _compute_readings(self):
        self.order_id.check_access('read')
        for wizard in self:
            # sudo: who may read the order may know its readings
            readings = self.env['fleet.vehicle.odometer'].sudo().search([('aftersales_order_id', '=', wizard.order_id.id)])
            values = {reading.source: reading.value for reading in readings}
            wizard.odometer_in = values.get('checkin', 0.0)
            wizard.odometer_out = values.get('delivery', 0.0)

    def action_apply(self):
        self.ensure_one()
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("Only a manager corrects what a visit has recorded."))
        self.order_id.check_access('write')
        if not self.odometer_in or (self.odometer_out and self.odometer_out < self.odometer_in):
            raise UserError(self.env._(
                "Enter what the odometer showed: when the car left not less than when it came."))
        values = {'checkin': self.odometer_in}
        if self.odometer_out:
            values['delivery'] = self.odometer_out
        self.order_id._correct_odometer(values, self.reason)
        return {'type': 'ir.actions.act_window_close'}
