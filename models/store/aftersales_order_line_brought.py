from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

# What was taken in of the customer stands for these.
KEPT_FIELDS = frozenset({'product_id', 'quantity', 'product_uom_id', 'part_origin', 'line_type', 'job_id'})


class AftersalesOrderLine(models.Model):
    """A part that the customer brings along: taken in at a place of its own, fitted without value, or given back (parts 1)."""
    _inherit = 'aftersales.order.line'

    brought_date = fields.Datetime(string="Brought On", readonly=True, copy=False)
    brought_used_date = fields.Datetime(string="Given to the Job On", readonly=True, copy=False)
    brought_back_date = fields.Datetime(string="Given Back to Him On", readonly=True, copy=False)
    brought_state = fields.Selection(
        [('awaited', "Not Brought Yet"), ('here', "Lies Here"), ('used', "Given to the Job"), ('back', "Given Back")],
        string="Part Brought", compute='_compute_brought_state')

    _brought_idx = models.Index("(order_id) WHERE part_origin = 'customer'")

    @api.depends('part_origin', 'line_type', 'brought_date', 'brought_used_date', 'brought_back_date')
    def _compute_brought_state(self):
        for line in self:
            line.brought_state = line._is_brought() and (
                'back' if line.brought_back_date else 'used' if line.brought_used_date
                else 'here' if line.brought_date else 'awaited')

    # === CRUD METHODS ===#

    def write(self, vals):
        if KEPT_FIELDS & vals.keys():
            self._check_brought_kept()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_nothing_brought(self):
        self._check_brought_kept()

    def _check_brought_kept(self):
        for line in self.filtered(lambda line: line.brought_date and not line.brought_back_date):
            raise UserError(self.env._(
                "%(part)s of %(order)s: the customer's part was taken in. The line stays as it is, unless it is given back "
                "unused.",
                part=line.name, order=line.order_id.name))

    # === ACTION METHODS ===#

    def action_take_brought(self):
        """The customer has left his part at the counter: it lies with what is not ours."""
        self._start_brought('awaited')
        for line in self:
            line._move_brought(line._get_customers_place(), line._get_brought_place())
        self.sudo().brought_date = fields.Datetime.now()  # sudo: the stamp is the system's

    def action_use_brought(self):
        """The technician gets it for the job; it costs nothing."""
        self._start_brought('here')
        for line in self:
            line._move_brought(line._get_brought_place(), line.sudo()._get_issue_key()[2])  # sudo: the store is the system's
        self.sudo().brought_used_date = fields.Datetime.now()  # sudo: as above

    def action_give_brought_back(self):
        """It was not needed: its customer takes it home."""
        self._start_brought('here')
        for line in self:
            line._move_brought(line._get_brought_place(), line._get_customers_place())
        self.sudo().brought_back_date = fields.Datetime.now()  # sudo: as above

    # === BUSINESS METHODS ===#

    def _is_brought(self):
        self.ensure_one()
        return self.line_type == 'part' and self.part_origin == 'customer'

    def _start_brought(self, state):
        self.check_access('read')
        if not self.env.user.has_group('aftersales.group_parts'):
            raise AccessError(self.env._("Customers' own parts are taken in and given out by the parts counter."))
        self.order_id._claim_for_update()
        for line in self:
            if line.brought_state != state or line.order_id.state in ('cancelled', 'delivered') and state == 'awaited':
                raise UserError(self.env._(
                    "%(part)s of %(order)s: it is no part that the customer brings, or it is not at that step. Reload the "
                    "page.",
                    part=line.name, order=line.order_id.name))

    def _get_customers_place(self):
        return self.env.ref('stock.stock_location_customers')

    def _get_brought_place(self):
        self.ensure_one()
        place = self.order_id.workshop_id.sudo().warehouse_id.aftersales_brought_id  # sudo: places are the system's
        if not place:
            raise UserError(self.env._(
                "Outlet %(outlet)s has no store. Choose its warehouse first.", outlet=self.order_id.workshop_id.name))
        return place

    def _move_brought(self, source, target):
        """At once, in the name of the customer, whose it stays; what is told apart by numbers has the order's."""
        self.ensure_one()
        line = self.sudo()  # sudo: which transfer moves what is not ours is the system's
        part = line.product_id
        if not part or part.type != 'consu':
            return
        order, uom = line.order_id, line.product_uom_id or part.uom_id
        quantity = uom._compute_quantity(line.quantity, part.uom_id)
        move = line.env['stock.move'].create({
            'product_id': part.id, 'product_uom': part.uom_id.id, 'product_uom_qty': quantity,
            'company_id': order.company_id.id,
            'location_id': source.id, 'location_dest_id': target.id, 'origin': order.name, 'partner_id': order.partner_id.id,
            'picked': True, 'move_line_ids': [Command.create({
                'product_id': part.id, 'product_uom_id': part.uom_id.id, 'quantity': quantity, 'picked': True,
                'location_id': source.id, 'location_dest_id': target.id, 'company_id': order.company_id.id,
                'owner_id': order.partner_id.id, 'lot_id': line._get_brought_lot().id})]})
        move._action_done()

    def _get_brought_lot(self):
        part, Lot = self.product_id, self.env['stock.lot']
        if part.tracking == 'none':
            return Lot
        name = f'{self.order_id.name}-{self.id}'
        return Lot.search([('name', '=', name), ('product_id', '=', part.id)], limit=1) or Lot.create({
            'name': name, 'product_id': part.id, 'company_id': self.company_id.id})
