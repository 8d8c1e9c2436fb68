from odoo import fields, models


class AftersalesAppointment(models.Model):
    """A visit at which a set from our store goes onto the car."""
    _inherit = 'aftersales.appointment'

    tyre_set_id = fields.Many2one(
        'aftersales.tyre.set', string="Tyres to Fetch", index='btree_not_null', ondelete='restrict', check_company=True,
        domain="[('vehicle_id', '=', vehicle_id), ('state', '!=', 'cancelled')]", groups='aftersales.group_see_tyre')
