from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class AftersalesRescue(models.Model):
    """Parts of the van: what is likely needed is reserved and loaded before the crew leaves, what was used is issued from
    there (J9)."""
    _inherit = 'aftersales.rescue'

    part_ids = fields.One2many('aftersales.rescue.part', 'rescue_id', string="Parts to Take Along", copy=False)
    load_picking_id = fields.Many2one(
        'stock.picking', string="Loading", readonly=True, copy=False, index='btree_not_null', ondelete='set null')

    # === ACTION METHODS ===#

    def action_load_parts(self):
        """Reserve the parts for the van of whoever leads the crew; the parts counter hands them out."""
        self.ensure_one()
        self._check_may_dispatch_parts()
        self._claim_for_update()
        parts = self.part_ids.filtered(lambda part: part.move_id.state in (False, 'cancel'))
        if not parts:
            raise UserError(self.env._("%(rescue)s: enter which parts are to be taken along.", rescue=self.display_name))
        # sudo: whoever sends the crew has parts loaded, and needs no other rights of stock
        rescue, parts = self.sudo(), parts.sudo()
        warehouse = rescue.workshop_id.warehouse_id
        van = rescue._get_van() or rescue._make_van(warehouse)
        if not van:
            raise UserError(self.env._(
                "%(rescue)s: nobody leads the crew yet, or his van has no location of stock. Enter it on the employee's card.",
                rescue=self.display_name))
        picking = rescue._prepare_loading(warehouse, van)
        for part in parts:
            part.move_id = self.env['stock.move'].sudo().create({
                'picking_id': picking.id, 'product_id': part.product_id.id,
                'product_uom': part.product_id.uom_id.id, 'product_uom_qty': part.quantity,
                'location_id': warehouse.lot_stock_id.id, 'location_dest_id': van.id, 'company_id': rescue.company_id.id,
                'origin': rescue.name})
        picking.action_confirm()
        picking.action_assign()
        rescue._message_log(body=self.env._(
            "Parts to be loaded: %(parts)s. %(transfer)s", transfer=picking.name,
            parts=", ".join(f"{part.product_id.display_name} × {part.quantity:g}" for part in parts)))
        return True

    def action_view_loading(self):
        self.ensure_one()
        return self._get_form_action(self.load_picking_id)

    # === BUSINESS METHODS ===#

    def _check_may_dispatch_parts(self):
        self.check_access('write')
        if not self.env.user.has_group('aftersales.group_take_rescue'):
            raise self._get_role_error()
        self._check_open()

    def _prepare_loading(self, warehouse, van):
        """The transfer that is not handed out yet, else a new one."""
        picking = self.load_picking_id
        if picking and picking.state not in ('done', 'cancel') and picking.location_dest_id == van:
            return picking
        self.load_picking_id = picking.create({
            'picking_type_id': warehouse.int_type_id.id, 'location_id': warehouse.lot_stock_id.id,
            'location_dest_id': van.id, 'company_id': self.company_id.id, 'origin': self.name, 'user_id': False})
        return self.load_picking_id

    def _unload_parts(self):
        """Nobody goes, or somebody else: what is not loaded yet stays on the shelf."""
        # sudo: reservations are the system's
        pickings = self.sudo().load_picking_id.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        pickings.action_cancel()

    def _after_cancelled(self, source):
        super()._after_cancelled(source)
        self._unload_parts()

    def _release_crew(self):
        self._unload_parts()
        super()._release_crew()

    def _prepare_order_vals(self):
        """What was used on site by a signed report is on its order to begin with, and issued from the van."""
        vals = super()._prepare_order_vals()
        sheets = self.sheet_ids.filtered('content_hash')
        used = sheets.line_ids.filtered(lambda line: line.product_id and line.quantity) if vals['is_on_site'] else ()
        paid, free = ([
            Command.create({'line_type': 'part', 'product_id': line.product_id.id, 'quantity': line.quantity})
            for line in used if line.is_free == is_free] for is_free in (False, True))
        jobs = [Command.create({'name': self._get_site_work_name(), 'line_ids': paid})] if paid else []
        if free:  # a job of its own, of which somebody says who pays, so that the customer is not asked
            jobs.append(Command.create({'name': self.env._("Free by the service report: who pays?"), 'line_ids': free}))
        return {**vals, 'job_ids': jobs} if jobs else vals

    def _get_site_work_name(self):
        """What the job on the order is called: the first line of the signed report."""
        sheet = self.sheet_ids.filtered('content_hash')[:1]
        return (sheet.work_done or '').partition('\n')[0][:120] or self.env._("Work on site")

    def _make_van(self, warehouse):
        """The first time a crew takes parts along, whoever leads it is given a place of his own for them.

        :return: the place, or none where nobody of this company leads the crew
        """
        self.ensure_one()
        leader = self.employee_id.sudo()  # sudo: as above
        if not leader or leader.company_id != self.company_id:
            return self.env['stock.location']
        leader.aftersales_van_location_id = self.env['stock.location'].sudo().create({  # sudo: as above
            'name': self.env._("Van of %(name)s", name=leader.name), 'usage': 'internal',
            'location_id': warehouse.view_location_id.id, 'company_id': self.company_id.id})
        return leader.aftersales_van_location_id

    def _get_van(self):
        """Where the parts of its crew are, or no location."""
        self.ensure_one()
        return self.sudo().employee_id.aftersales_van_location_id  # sudo: as above
