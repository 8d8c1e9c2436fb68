from odoo import fields, models


class StockMove(models.Model):
    """The issue register: each part that was handed out, as its document says it (H2, parts 12)."""
    _inherit = 'stock.move'

    aftersales_part_number = fields.Char(related='product_id.default_code', string="Part No.")
    aftersales_service_class = fields.Selection(related='aftersales_line_id.job_id.service_class', string="Class")
    aftersales_keeper_id = fields.Many2one(related='picking_id.aftersales_keeper_id', string="Keeper")
    aftersales_old_part_due = fields.Boolean(
        string="Old Part Due", compute='_compute_aftersales_old_part_due', compute_sudo=True,
        help="Whether the old part has to come back for the new one.")

    _aftersales_register_idx = models.Index("(date DESC, id DESC) WHERE aftersales_line_id IS NOT NULL AND state = 'done'")

    def _compute_aftersales_old_part_due(self):
        for move in self:
            move.aftersales_old_part_due = bool(move.aftersales_line_id) and move.aftersales_line_id._is_old_part_due()
