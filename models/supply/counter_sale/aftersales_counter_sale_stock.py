from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL


class AftersalesCounterSale(models.Model):
    """The goods of a counter sale: set aside, handed over, brought back (H9)."""
    _inherit = 'aftersales.counter.sale'

    picking_ids = fields.One2many(
        'stock.picking', 'aftersales_counter_sale_id', string="Transfers", readonly=True, copy=False)
    picking_count = fields.Integer(string="Transfers of the Sale", compute='_compute_picking_count', compute_sudo=True)
    is_short = fields.Boolean(
        string="Parts Short", compute='_compute_is_short', compute_sudo=True, search='_search_is_short',
        help="Stock has not set all parts aside.")

    # === COMPUTE AND SEARCH METHODS ===#

    def _compute_picking_count(self):
        counts = dict(self.env['stock.picking']._read_group(
            [('aftersales_counter_sale_id', 'in', self.ids)], ['aftersales_counter_sale_id'], ['__count']))
        for sale in self:
            sale.picking_count = counts.get(sale._origin, 0)

    @api.depends('state', 'line_ids.move_ids.state')
    def _compute_is_short(self):
        for sale in self:
            sale.is_short = sale.state == 'confirmed' and any(
                move.state != 'assigned' for move in sale._get_open_moves())

    @api.model
    def _search_is_short(self, operator, value):
        if operator != 'in':
            return NotImplemented
        open_sales = self.search([('state', '=', 'confirmed')])
        found = Domain('id', 'in', open_sales.filtered('is_short').ids)
        return found if True in value else ~found

    # === ACTION METHODS ===#

    @api.readonly
    def action_view_pickings(self):
        self.ensure_one()
        return self.picking_ids._get_records_action(name=self.env._("Transfers"))

    def action_return(self):
        """Odoo's own dialog takes parts back; what was invoiced of them is then to be credited."""
        self.ensure_one()
        if not self.env.user.has_group('stock.group_stock_user'):
            raise AccessError(self.env._("Parts are taken back by the parts counter."))
        done = self.picking_ids.filtered(lambda picking: picking.state == 'done' and picking.picking_type_code == 'outgoing')
        if not done:
            raise UserError(self.env._("%(sale)s: nothing was handed over that could come back.", sale=self.display_name))
        if len(done) > 1:
            return self.action_view_pickings()
        action = self.env['ir.actions.act_window']._for_xml_id('stock.act_stock_return_picking')
        return {**action, 'context': {'active_model': 'stock.picking', 'active_id': done.id, 'active_ids': done.ids}}

    # === BUSINESS METHODS ===#

    def _get_open_moves(self):
        """What stock is still to hand over."""
        return self.line_ids.move_ids.filtered(lambda move: move._is_open() and move._get_aftersales_direction() > 0)

    def _is_moved(self):
        """Whether something has left the house, and nothing is to follow."""
        self.ensure_one()
        return not self._get_open_moves() and any(
            move.state == 'done' and move._get_aftersales_direction() > 0 for move in self.line_ids.move_ids)

    def _request_parts(self):
        """Ask stock for what is sold and neither handed over nor asked for; called again, it changes nothing."""
        self._claim_stock()
        vals_list = []
        for sale in self.sudo():  # sudo: who sells need not have rights in stock
            missing = {line: line._get_unrequested_quantity() for line in sale.line_ids}
            missing = {line: quantity for line, quantity in missing.items() if line.product_uom_id.compare(quantity, 0.0) > 0}
            if missing:
                picking = sale._get_open_picking()
                sale.line_ids.filtered(lambda line, missing=missing: (
                    line in missing and not line.move_ids.filtered(lambda move: move.state != 'cancel')))._propose_lots_again()
                vals_list += [line._prepare_stock_move_vals(quantity, picking) for line, quantity in missing.items()]
        if not vals_list:
            return
        moves = self.env['stock.move'].sudo().create(vals_list)._action_confirm()
        moves.filtered(lambda move: move.state in ('confirmed', 'partially_available'))._trigger_scheduler()
        moves._take_said_lots()
        moves.aftersales_counter_line_id._note_missing_parts()

    def _claim_stock(self):
        """Two clerks who sell the last part at once: the second waits, and Odoo runs his request again on what is left.

        Core passes by a shelf that somebody else takes from, and both would have the part.
        """
        products = self.line_ids.product_id.filtered('is_storable')
        places = self.workshop_id.sudo().warehouse_id.lot_stock_id  # sudo: who sells need not have rights in stock
        quants = self.env['stock.quant'].sudo().search([  # sudo: as above
            ('product_id', 'in', products.ids), ('location_id', 'child_of', places.ids)])
        if quants:
            self.env.cr.execute(SQL(
                """
                WITH claimed AS (SELECT id FROM stock_quant WHERE id IN %(ids)s ORDER BY id FOR NO KEY UPDATE)
                UPDATE stock_quant SET write_date = stock_quant.write_date FROM claimed WHERE stock_quant.id = claimed.id
                """, ids=tuple(quants.ids)))

    def _get_open_picking(self):
        """The transfer that hands over, a new one where there is none to add to."""
        self.ensure_one()
        picking_type = self.workshop_id.warehouse_id.aftersales_counter_type_id
        if not picking_type:
            raise UserError(self.env._(
                "Outlet %(workshop)s has no warehouse with a “Counter sale” operation type. Choose its warehouse in the "
                "outlet's set-up first.", workshop=self.workshop_id.name))
        pickings = self._get_open_moves().picking_id.filtered(lambda picking: not picking.printed)
        return pickings[:1] or pickings.with_context(mail_create_nosubscribe=True).create({
            'aftersales_counter_sale_id': self.id, 'partner_id': (self.shipping_id or self.partner_id).id,
            'origin': self.name, 'company_id': self.company_id.id, 'picking_type_id': picking_type.id,
            'location_id': picking_type.default_location_src_id.id,
            'location_dest_id': picking_type.default_location_dest_id.id, 'user_id': False,
        })

    def _release_parts(self):
        self.sudo()._get_open_moves()._action_cancel()  # sudo: as above

    def _move_out(self):
        """Hand over all of the sales; refuse what stock has not set aside.

        :return: the dialog of numbers, where parts are told apart by them and nobody has said which ones; else None
        """
        for sale in self.filtered(lambda sale: sale.state != 'confirmed'):
            raise UserError(self.env._(
                "%(sale)s is %(state)s: nothing is to be handed over.", sale=sale.display_name, state=sale._get_state_label()))
        self._request_parts()
        moves = self.sudo()._get_open_moves()  # sudo: who sells need not have rights in stock
        for move in moves:
            names = {
                'sale': move.aftersales_counter_line_id.sale_id.display_name, 'part': move.product_id.display_name,
                'transfer': move.picking_id.name, 'asked': f'{move.product_uom_qty:g}', 'here': f'{move.quantity:g}'}
            if move.product_uom.compare(move.quantity, move.product_uom_qty) < 0:
                raise UserError(self.env._(
                    "%(sale)s: %(part)s is short, %(here)s of %(asked)s are set aside. Confirm the sale and order the part, or "
                    "sell what is here.", **names))
        unsaid = moves.filtered(lambda move: move._is_number_unsaid())
        if unsaid:
            return unsaid._get_lots_action()
        moves.picked = True
        moves.picking_id.with_context(skip_backorder=True)._action_done()
        return None

    def _hand_over_numbers(self, wanted):
        """Hand over what was entered in the dialog of numbers: see ``_take_lots`` of the moves."""
        self.check_access('write')
        self._claim_for_update()
        moves = self.sudo()._get_open_moves()  # sudo: who sells need not have rights in stock
        wanted = {move.sudo(): taken for move, taken in wanted.items()}  # sudo: as above
        if wanted.keys() - set(moves):
            raise UserError(self.env._("The parts are handed over or cancelled already. Reload the page."))
        moves._take_lots(wanted)
        for line, own in moves.filtered(lambda move: move in wanted).grouped('aftersales_counter_line_id').items():
            line.lot_ids = own.move_line_ids.lot_id
        self.action_hand_over()
        return self.action_print_receipt()

    def _follow_moves(self):
        """The parts are out, whoever handed them over."""
        for sale in self.filtered(lambda sale: sale.state == 'confirmed' and sale._is_moved()):
            sale._transition('shipped' if sale.delivery_kind == 'parcel' else 'handed')
