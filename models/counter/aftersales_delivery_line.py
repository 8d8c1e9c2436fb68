from odoo import fields, models


class AftersalesDeliveryLine(models.Model):
    """What was explained, in the words of that day."""
    _name = 'aftersales.delivery.line'
    _inherit = ['aftersales.frozen.part.mixin']
    _description = "Delivery Explanation"
    _order = 'delivery_id.id desc, sequence, id'
    _frozen_with = 'delivery_id'

    delivery_id = fields.Many2one(
        'aftersales.delivery', required=True, readonly=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='delivery_id.company_id', store=True, index=True)
    sequence = fields.Integer(readonly=True)
    name = fields.Char(required=True, readonly=True)
    is_done = fields.Boolean(string="Explained", readonly=True)
    note = fields.Char(readonly=True)
