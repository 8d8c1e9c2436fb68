from odoo import api, fields, models


class AftersalesOrder(models.Model):
    """An order that began on the road, and one whose work is done where the car stands (J7, J9)."""
    _inherit = 'aftersales.order'

    rescue_ids = fields.One2many(
        'aftersales.rescue', 'order_id', string="Rescues", readonly=True, groups='aftersales.group_see_rescue')
    is_on_site = fields.Boolean(
        string="On Site", tracking=True, help="The work is done where the car stands, not with us.")

    @api.readonly
    def action_view_rescues(self):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Rescue"), 'res_model': 'aftersales.rescue',
            'view_mode': 'form', 'views': [(False, 'form')], 'res_id': self.rescue_ids[:1].id}

    def _prepare_issue_picking_vals(self, picking_type, destination):
        """Parts of work on site come out of the crew's van."""
        vals = super()._prepare_issue_picking_vals(picking_type, destination)
        # sudo: which crew is there is known to the order
        van = self.sudo().rescue_ids[:1]._get_van() if self.is_on_site and self.sudo().rescue_ids else None
        return {**vals, 'location_id': van.id} if van else vals
