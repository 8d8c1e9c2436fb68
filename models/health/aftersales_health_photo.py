from odoo import fields, models


class AftersalesHealthPhoto(models.Model):
    """A photo of a finding, kept as an attachment beside the check: an order never carries its weight."""
    _name = 'aftersales.health.photo'
    _inherit = ['aftersales.photo.mixin']
    _description = "Health Check Photo"
    _order = 'line_id.id desc, id'
    _frozen_with = 'line_id'
    _most_photos = 12

    line_id = fields.Many2one('aftersales.health.check.line', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='line_id.company_id', store=True, index=True)
    name = fields.Char()
