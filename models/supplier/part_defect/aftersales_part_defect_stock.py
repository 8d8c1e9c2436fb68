from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import SQL


class AftersalesPartDefect(models.Model):
    """What a defect means for cars and stock (H8): who holds the same lot, and what lies here is not used any more."""
    _inherit = 'aftersales.part.defect'

    is_blocked = fields.Boolean(string="Stock Blocked", readonly=True, copy=False, tracking=True)
    picking_ids = fields.One2many(
        'stock.picking', 'aftersales_defect_id', string="Transfers", readonly=True, copy=False)
    vehicle_count = fields.Integer(
        string="Same Lot", compute='_compute_vehicle_count',
        help="Vehicles that hold the same lot; of a part without lots, those that got it since this one came in.")

    order_count = fields.Integer(
        string="Orders Hit", compute='_compute_order_count',
        help="Repair orders by which cars got the same lot; of a part without lots, those since this one came in.")

    def _compute_order_count(self):
        orders = self._get_holders_of_lot('id')
        for defect in self:
            defect.order_count = len(orders.get(defect._origin.id, ()))

    def _compute_vehicle_count(self):
        vehicles = self._get_vehicles_of_lot()
        for defect in self:
            defect.vehicle_count = len(vehicles.get(defect._origin.id, ()))

    # === ACTION METHODS ===#

    def action_view_vehicles(self):
        """The cars that hold the same lot."""
        found = self._get_vehicles_of_lot()
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.fleet_vehicle_action')
        return {
            **action, 'domain': [('id', 'in', sorted({vehicle for ids in found.values() for vehicle in ids}))], 'context': {}}

    def action_view_orders(self):
        """The orders by which the same lot went out."""
        found = self._get_holders_of_lot('id')
        action = self.env['ir.actions.act_window']._for_xml_id('aftersales.action_orders')
        return {**action, 'domain': [('id', 'in', sorted({order for ids in found.values() for order in ids}))], 'context': {}}

    def action_view_transfers(self):
        self.ensure_one()
        return self.picking_ids._get_issued_action()

    def action_block(self):
        """What lies here of this lot, or of this part when it has none, is put into quarantine."""
        self.check_access('write')
        self._claim_for_update()
        self._check_clerk()
        for defect in self:
            if defect.state == 'closed' or defect.is_blocked:
                raise UserError(self.env._(
                    "%(defect)s is closed or blocks the stock already. Reload the page.", defect=defect.display_name))
            if defect.product_id.tracking != 'none' and not defect.lot_id:
                raise UserError(self.env._(
                    "%(defect)s: the part has lots or serial numbers. Choose the lot first.", defect=defect.display_name))
            stock = defect._get_stock()
            if not stock:
                raise UserError(self.env._(
                    "%(defect)s: nothing of it is in the store of %(outlet)s. There is nothing to block.",
                    defect=defect.display_name, outlet=defect.workshop_id.name))
            defect._block(sum(stock.mapped('quantity')))

    def action_release(self):
        """A manager says that what lies in quarantine for this defect may be used: it goes back to where it lay."""
        self.check_access('write')
        self._claim_for_update()
        if not self.env.user.has_group('aftersales.group_manager'):
            raise AccessError(self.env._("Blocked parts are released by a manager."))
        for defect in self:
            if not defect.is_blocked:
                raise UserError(self.env._("%(defect)s does not block any stock.", defect=defect.display_name))
            back = []
            left = {(quant.lot_id, quant.owner_id): quant.quantity for quant in defect._get_quarantined()}
            blocked = defect.picking_ids.filtered(  # not what a customer brought
                lambda picking: picking.location_id.usage == 'internal' and picking.location_dest_id.usage == 'internal'
            ).sorted('id')[-1:]
            for line in blocked.move_ids.move_line_ids:
                key = line.lot_id, line.owner_id
                quantity = min(line.quantity_product_uom, left.get(key, 0))
                if line.product_id.uom_id.compare(quantity, 0) > 0:
                    left[key] -= quantity
                    back.append((line.location_dest_id, line.location_id, line.lot_id, line.owner_id, False, quantity))
            if back:
                defect._transfer(back)
            defect.sudo().is_blocked = False  # sudo: as above

    # === BUSINESS METHODS ===#

    def _block(self, quantity):
        """Put ``quantity`` of what lies in the store, or what is left of it, into quarantine."""
        self.ensure_one()
        quarantine, rows = self._get_store()._get_aftersales_quarantine(), []
        for quant in self._get_stock():
            taken = min(quant.quantity, quantity)
            if self.uom_id.compare(taken, 0) > 0:
                rows.append((quant.location_id, quarantine, quant.lot_id, quant.owner_id, quant.package_id, taken))
                quantity -= taken
        if rows:
            self._transfer(rows)
            self.sudo().is_blocked = True  # sudo: whether it is blocked is the system's

    def _check_clerk(self):
        if not self.env.user.has_group('aftersales.group_parts'):
            raise AccessError(self.env._("Stock is blocked by parts clerks and managers."))

    def _get_store(self):
        self.ensure_one()
        return self.workshop_id.warehouse_id

    def _get_stock(self):
        """Quants in the outlet's store of the same lot, or part."""
        self.ensure_one()
        return self.env['stock.quant'].search([
            ('location_id', 'child_of', self._get_store().view_location_id.id), ('location_id.usage', '=', 'internal'),
            ('product_id', '=', self.product_id.id), ('quantity', '>', 0),
            *([('lot_id', '=', self.lot_id.id)] if self.lot_id else [])])

    def _get_quarantined(self):
        """Quants of the same lot, or part, in the store's quarantine."""
        self.ensure_one()
        place = self._get_store().sudo().aftersales_quarantine_id  # sudo: whoever closes it need not read stores
        return self.env['stock.quant'].sudo().search([
            ('location_id', '=', place.id), ('product_id', '=', self.product_id.id), ('quantity', '>', 0),
            *([('lot_id', '=', self.lot_id.id)] if self.lot_id else [])]) if place else self.env['stock.quant']

    def _transfer(self, rows, sold=None):
        """Move goods at once, by an internal transfer that says for which defect.

        :param rows: tuples of place, other place, lot, owner, package, quantity in the part's unit
        :param sold: the line of the counter sale that gives them out, or takes them back
        """
        self.ensure_one()
        kind, part = self._get_store().int_type_id, self.product_id
        source, target = rows[0][0], rows[0][1]
        picking = self.env['stock.picking'].sudo().create({  # sudo: which defect a transfer is for is the system's
            'picking_type_id': kind.id, 'location_id': source.id, 'location_dest_id': target.id, 'origin': self.name,
            'aftersales_defect_id': self.id, 'company_id': self.company_id.id,
            **({'aftersales_counter_sale_id': sold.sale_id.id, 'partner_id': sold.sale_id.partner_id.id} if sold else {})})
        picking.move_ids = [Command.create({
            **self._prepare_move_vals(*row), **self._prepare_sold_vals(sold, row), 'move_line_ids': [Command.create(
                {'picking_id': picking.id, **self._prepare_move_line_vals(*row)})]}) for row in rows]
        picking._action_done()
        self.message_post(body=self.env._(
            "%(transfer)s: %(quantity)s moved from %(place)s to %(other)s", transfer=picking.name,
            quantity=part.uom_id.round(sum(row[5] for row in rows)), place=source.display_name, other=target.display_name))

    def _prepare_move_vals(self, place, other, lot, owner, package, quantity):
        return {
            'product_id': self.product_id.id, 'location_id': place.id, 'location_dest_id': other.id,
            'company_id': self.company_id.id, 'product_uom': self.uom_id.id, 'product_uom_qty': quantity, 'picked': True}

    def _prepare_sold_vals(self, sold, row):
        """What of a sale comes back is worth what it was worth when it left."""
        if not sold:
            return {}
        vals = {'aftersales_counter_line_id': sold.id}
        if row[0].usage == 'customer':
            left = sold.move_ids.filtered(lambda move: move.state == 'done' and move.location_dest_id.usage == 'customer')
            own = left.filtered(lambda move: row[2] and row[2] in move.move_line_ids.lot_id) or left
            vals['origin_returned_move_id'] = own[-1:].id
        return vals

    def _prepare_move_line_vals(self, place, other, lot, owner, package, quantity):
        return {
            'product_id': self.product_id.id, 'location_id': place.id, 'location_dest_id': other.id,
            'company_id': self.company_id.id, 'product_uom_id': self.uom_id.id, 'quantity': quantity, 'lot_id': lot.id,
            'owner_id': owner.id, 'package_id': package.id if package else False, 'picked': True}

    def _get_vehicles_of_lot(self):
        """:return: dict of defect id: ids of the cars that hold the same lot, of the companies the user works for"""
        return self._get_holders_of_lot('vehicle_id')

    def _is_same_lot(self):
        """Of ``defect`` and a move's ``line``: the same lot; of a part without lots, what moved since the day it came in, which
        began by the clock of the company."""
        zones = SQL(" ").join(
            SQL("WHEN %s THEN %s", company.id, company._get_clock_zone()) for company in self.company_id)
        return SQL(
            """CASE WHEN defect.lot_id IS NOT NULL THEN line.lot_id = defect.lot_id
                    ELSE line.date >= COALESCE(defect.date_in, '2000-01-01')::timestamp
                         AT TIME ZONE CASE defect.company_id %s END AT TIME ZONE 'UTC' END""", zones)

    def _get_holders_of_lot(self, column):
        """:param column: of the order that got the lot: its car, or itself"""
        if not self.ids:
            return {}
        self.env.flush_all()
        self.env.cr.execute(SQL("""
            SELECT held.defect_id, array_agg(DISTINCT held.holder_id)
              FROM (SELECT defect.id AS defect_id, %(holder)s AS holder_id
                      FROM aftersales_part_defect AS defect
                      JOIN stock_move_line AS line ON line.product_id = defect.product_id AND line.state = 'done'
                           AND %(same)s
                      JOIN stock_move AS move ON move.id = line.move_id
                      JOIN aftersales_order_line AS need ON need.id = move.aftersales_line_id
                      JOIN aftersales_order AS job ON job.id = need.order_id AND job.company_id IN %(companies)s
                      JOIN stock_location AS place ON place.id = line.location_dest_id
                     WHERE defect.id IN %(defects)s AND %(holder)s IS NOT NULL
                  GROUP BY defect.id, %(holder)s
                    HAVING SUM(CASE WHEN place.usage IN ('internal', 'transit') THEN -line.quantity_product_uom
                               ELSE line.quantity_product_uom END) > 0) AS held
          GROUP BY held.defect_id""", holder=SQL.identifier('job', column), same=self._is_same_lot(),
            defects=tuple(self.ids), companies=tuple(self.env.companies.ids)))
        return dict(self.env.cr.fetchall())
