from odoo import api, fields, models
from odoo.fields import Command


class StockMove(models.Model):
    """Whoever hands a part out is told which of it goes first (parts 4)."""
    _inherit = 'stock.move'

    aftersales_use_first = fields.Char(
        string="Use First", compute='_compute_aftersales_use_first',
        help="Place and lot that the last quality check of the stock said to use before others.")

    aftersales_first_value = fields.Float(
        string="Value When It Came", digits='Product Price', readonly=True, copy=False, bounds=(-1e12, 1e12),
        groups='aftersales.group_see_store', help="Where a new cost changed it since.")
    aftersales_count_reason_id = fields.Many2one(
        'aftersales.count.reason', string="Reason of the Difference", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', groups='aftersales.group_see_store')
    aftersales_count_difference = fields.Float(
        string="Count Difference", digits='Product Unit', readonly=True, copy=False, bounds=(-1e9, 1e9),
        help="Found more, less what was missing.")
    aftersales_count_value = fields.Monetary(
        string="Value of the Difference", currency_field='company_currency_id', readonly=True, copy=False,
        bounds=(-1e12, 1e12), groups='aftersales.group_see_store', help="At the cost of the day it was counted.")

    _aftersales_written_idx = models.Index("(write_date) WHERE state = 'done'")
    # The documents of a part's days.
    _aftersales_day_idx = models.Index("(product_id, date) WHERE state = 'done'")
    # What counts found otherwise is little of all that ever moved; the words are those of the list.
    _aftersales_count_idx = models.Index('(date DESC, id DESC) WHERE aftersales_count_difference <> 0')

    @api.depends('product_id', 'state')
    def _compute_aftersales_use_first(self):
        issued = self.filtered(lambda move: move.aftersales_line_id and move._is_open())
        first = self.env['aftersales.stock.review']._get_use_first(
            issued.product_id, issued.location_id.warehouse_id) if issued else {}
        for move in self:
            lines = first.get((move.product_id, move.location_id.warehouse_id), []) if move in issued else []
            move.aftersales_use_first = ", ".join(
                ' '.join(filter(None, (line.location_id.name, line.lot_id.name))) for line in lines) or False

    # === CRUD METHODS ===#

    def write(self, vals):
        """What is done and gets another day may leave a month that is kept, without a word of it in that month."""
        if 'date' in vals:
            begun = fields.Datetime.now().replace(day=2, hour=12)  # by every clock
            done = self.filtered(lambda move: move.state == 'done' and move.date < begun)
            if done:
                self.env['aftersales.stocking.policy']._forget_kept(done.company_id)
        return super().write(vals)

    # === BUSINESS METHODS ===#

    def _action_cancel(self):
        """What was bought in a hurry and does not come is short again, and can be bought anew."""
        given_up = self.sudo().filtered('purchase_line_id.order_id.aftersales_emergency')  # sudo: whoever cancels
        waiting = given_up.move_dest_ids
        result = super()._action_cancel()
        waiting = waiting.filtered(lambda move: move._is_open() and move._get_aftersales_asker())
        if waiting:
            idle = given_up.purchase_line_id.filtered(lambda line: not any(move._is_open() for move in line.move_ids))
            idle.write({'move_dest_ids': [Command.unlink(move.id) for move in waiting]})
            waiting._recompute_state()
            waiting.aftersales_line_id._note_missing_parts()
            waiting.aftersales_counter_line_id._note_missing_parts()
        return result
