from odoo import fields, models


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    aftersales_defect_id = fields.Many2one(
        'aftersales.part.defect', string="Part Defect", readonly=True, copy=False, check_company=True, index='btree_not_null',
        groups='aftersales.group_part_defect', help="The defect for which parts were put into quarantine, or taken back.")
