from odoo import fields, models


class FleetVehicle(models.Model):
    _inherit = 'fleet.vehicle'

    handover_ids = fields.One2many(
        'aftersales.handover', 'vehicle_id', string="Hand-Overs", copy=False, groups='aftersales.group_handover')
