from odoo import fields, models


class AftersalesOperation(models.Model):
    _inherit = 'aftersales.operation'

    statute_part_id = fields.Many2one(
        'aftersales.statute.part', string="Replaces Main Part", index='btree_not_null', ondelete='restrict',
        help="What statutes count as replaced when this operation is done.")
