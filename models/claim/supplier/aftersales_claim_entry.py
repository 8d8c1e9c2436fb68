from odoo import fields, models


class AftersalesClaimEntry(models.Model):
    _inherit = 'aftersales.claim.entry'

    statement_line_id = fields.Many2one(
        'aftersales.claim.statement.line', string="Line of the Supplier Statement", readonly=True, index='btree_not_null',
        ondelete='restrict')
