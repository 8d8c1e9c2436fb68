from odoo import fields, models


class AftersalesOldPart(models.Model):
    """An old part that a crew packed and brings back, by its service report (J9)."""
    _inherit = 'aftersales.old.part'

    rescue_line_id = fields.Many2one(
        'aftersales.rescue.sheet.line', string="Service Report's Part", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')

    _rescue_line_uniq = models.UniqueIndex(
        '(rescue_line_id) WHERE rescue_line_id IS NOT NULL', "This old part of the report has its tag already.")
