from odoo import api, fields, models
from odoo.exceptions import UserError


class StockMove(models.Model):
    """Parts of counter sales: never more than sold, at what they cost when they left (H9)."""
    _inherit = 'stock.move'

    aftersales_counter_line_id = fields.Many2one(
        'aftersales.counter.sale.line', string="Part of a Counter Sale", readonly=True, check_company=True,
        index='btree_not_null')

    def write(self, vals):
        result = super().write(vals)
        if vals.get('state') == 'assigned':
            self.sudo().aftersales_counter_line_id._note_arrived_parts()  # sudo: whoever brings the part
        return result

    def _get_aftersales_asker(self):
        return super()._get_aftersales_asker() or self.aftersales_counter_line_id.sudo()

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        return [*super()._prepare_merge_moves_distinct_fields(), 'aftersales_counter_line_id']

    def _get_source_document(self):
        return super()._get_source_document() or self.aftersales_counter_line_id.sale_id

    def _action_done(self, cancel_backorder=False):
        """Refuse what is not sold; the sale's row serialises two clerks at once."""
        sales = self.sudo().picking_id.aftersales_counter_sale_id
        if sales:
            sales._claim_for_update()
            for move in self.filtered(lambda move: move.picked and move.quantity and move._is_open()):
                sale, line = move.sudo().picking_id.aftersales_counter_sale_id, move.sudo().aftersales_counter_line_id
                if sale and (line.sale_id != sale or line.product_id != move.product_id):
                    raise UserError(self.env._(
                        "%(part)s is not sold with %(sale)s. Take it off %(transfer)s, or make another sale.",
                        part=move.product_id.display_name, sale=sale.display_name, transfer=move.picking_id.name))
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        moves.sudo().aftersales_counter_line_id._check_delivered_quantity()  # sudo: as above, whoever moves them
        return moves

    def _is_valued_by_issue(self):
        return super()._is_valued_by_issue() or bool(self.aftersales_counter_line_id)
