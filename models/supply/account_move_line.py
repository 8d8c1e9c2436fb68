from odoo import fields, models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    aftersales_counter_line_id = fields.Many2one(
        'aftersales.counter.sale.line', string="Part of a Counter Sale", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict')

    def _get_stock_moves(self):
        return super()._get_stock_moves() | self.sudo().aftersales_counter_line_id.move_ids.sudo(self.env.su)

    def _check_invoiced_quantity_kept(self):
        super()._check_invoiced_quantity_kept()
        for line in self.filtered(lambda line: line.parent_state == 'posted' and line.sudo().aftersales_counter_line_id):
            raise UserError(self.env._(
                "%(invoice)s is posted and invoices a counter sale: the quantity and unit of “%(line)s” cannot change. Reset "
                "the invoice to draft, or credit it.", invoice=line.move_id.name, line=line.name))

    def _copy_data_extend_business_fields(self, values):
        if self.env.su:  # credit notes keep the link, see account.move; duplicates don't
            values['aftersales_counter_line_id'] = self.aftersales_counter_line_id.id
        return super()._copy_data_extend_business_fields(values)
