from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    statute_part_id = fields.Many2one(
        'aftersales.statute.part', string="Main Part by Statute", index='btree_not_null', ondelete='restrict',
        help="What statutes count as replaced when the product is fitted. Empty: what its category says.")

    def _get_statute_part(self):
        self.ensure_one()
        return self.statute_part_id or self.categ_id.statute_part_id
