from odoo import fields, models


class AftersalesCheckinLineMixin(models.AbstractModel):
    """What belongs to a check-in is signed with it."""

    _name = 'aftersales.checkin.line.mixin'
    _inherit = ['aftersales.frozen.part.mixin', 'aftersales.system.values.mixin']
    _description = 'Part of a Check-in'
    _frozen_with = 'checkin_id'

    checkin_id = fields.Many2one(
        'aftersales.checkin', string="Check-in", required=True, index=True, ondelete='cascade',
    )
    company_id = fields.Many2one(related='checkin_id.company_id', store=True, index=True, precompute=True)
