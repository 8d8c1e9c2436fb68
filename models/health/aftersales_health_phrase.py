from odoo import fields, models


class AftersalesHealthPhrase(models.Model):
    """A ready sentence about an item that the technician picks instead of typing; the customer reads it."""
    _name = 'aftersales.health.phrase'
    _description = "Health Check Phrase"
    _inherit = ['aftersales.setup.mixin', 'aftersales.system.values.mixin']
    _order = 'item_id, sequence, id'

    item_id = fields.Many2one('aftersales.health.item', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='item_id.company_id', store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Phrase", required=True, translate=True)
    result = fields.Selection(
        [('ok', "OK"), ('soon', "Soon"), ('urgent', "Urgent")], required=True, default='soon')
