from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesPartFetchMixin(models.AbstractModel):
    """A part that is short here and lies free at another outlet of the house is got from there (H2), for order or sale."""
    _name = 'aftersales.part.fetch.mixin'
    _description = "Line Whose Part Another Outlet May Have"

    fetch_name = fields.Char(
        string="From Another Outlet", compute='_compute_fetch_name', compute_sudo=True,
        help="Transfers the part comes with from other outlets of the house.")

    # === COMPUTE METHODS ===#

    @api.depends('move_ids.state', 'move_ids.move_orig_ids.state')
    def _compute_fetch_name(self):
        for line in self:
            pickings = line.move_ids.filtered(lambda move: move._is_open())._get_aftersales_fetches().picking_id
            line.fetch_name = ", ".join(
                f'{picking.name} ({picking.location_id.warehouse_id.name})' for picking in pickings)

    # === ACTION METHODS ===#

    def action_get_from_outlet(self):
        """A dialog says where the part is free."""
        self.ensure_one()
        self._check_may_fetch()
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Get from Another Outlet"), 'view_mode': 'form',
            'target': 'new', 'res_model': 'aftersales.part.fetch.wizard',
            'context': {f'default_{self._part_line}': self.id}}

    def action_view_fetches(self):
        """Open the transfers the parts come with from other outlets."""
        self.check_access('read')
        # sudo: what is fetched is the lines'; who may not see transfers is refused by their action
        pickings = self.sudo().move_ids._get_aftersales_fetches().picking_id
        return pickings.with_env(self.env)._get_records_action(name=self.env._("Transfers between Outlets"))

    # === BUSINESS METHODS ===#

    def _check_may_fetch(self):
        if not self.env.user.has_group('aftersales.group_parts'):
            raise AccessError(self.env._("Only the parts counter gets parts from another outlet."))
        self.check_access('read')

    def _get_outlets_with(self):
        """Outlets of the same company that have the part free, as ``{outlet: quantity}`` in its unit, most of it first."""
        self.ensure_one()
        here = self._get_part_document().workshop_id.sudo().warehouse_id
        outlets = self.env['aftersales.workshop'].sudo().search([  # sudo: whoever sells a part may know where it is
            ('company_id', '=', self.company_id.id), ('warehouse_id', 'not in', (False, here.id))], order='sequence, id')
        free = self.product_id.sudo()._get_free_in(outlets.warehouse_id)
        found = {outlet.with_env(self.env): free.get(outlet.warehouse_id, 0.0) for outlet in outlets}
        uom = self.product_id.uom_id
        return {outlet: quantity for outlet, quantity in sorted(found.items(), key=lambda item: -item[1])
                if uom.compare(quantity, 0.0) > 0}

    def _fetch_from(self, outlet, date):
        """Have what is missing set aside at ``outlet`` and sent, once.

        :return: the transfer
        """
        self.ensure_one()
        self._check_may_fetch()
        document = self._get_part_document()
        document._claim_for_update()  # two clerks at once: the second sees what the first did
        names = {'part': self.product_id.display_name, 'order': document.name}
        moves = self.sudo()._get_moves_to_supply()  # sudo: clerks need not write moves of another outlet
        if not moves:
            raise UserError(self.env._(
                "There is nothing to get of %(part)s for %(order)s: it is here, on the way or ordered already, its job is not "
                "approved, or its sale is not confirmed.", **names))
        if outlet not in self._get_outlets_with():
            raise UserError(self.env._("%(outlet)s has no %(part)s free. Choose another outlet, or order it.",
                                       outlet=outlet.display_name, **names))
        if date < fields.Datetime.now():
            raise UserError(self.env._("%(part)s cannot be here in the past. Enter when it comes.", **names))
        picking = moves._fetch_for_aftersales(outlet.sudo().warehouse_id, date)
        document._message_log(
            body=self.env._("Set aside at %(outlet)s and sent with %(transfer)s: %(parts)s", outlet=outlet.display_name,
                            transfer=picking.name, parts=", ".join(
                                f'{move.product_id.display_name} × {move.product_uom_qty:g}' for move in picking.move_ids)),
            author_id=self.env.user.partner_id.id)
        document.sudo()._settle_part_approvals()  # sudo: what is not bought any more is nobody's task
        return picking.with_env(self.env)
