from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AftersalesPartSupplyMixin(models.AbstractModel):
    """A line whose part may have to be bought, be it a repair order's or a counter sale's: who sells it, what it comes with.

    The line has ``product_id``, ``company_id`` and ``move_ids``, and says by ``_get_moves_to_supply`` which of them wait for
    stock that nobody has ordered.
    """
    _name = 'aftersales.part.supply.mixin'
    _description = "Line with a Part to Be Bought"
    # The field with the document whose line it is.
    _part_document = None
    # The field of a dialog on such a line; with an “s”, that of several lines.
    _part_line = None

    parts_awaited_since = fields.Datetime(
        string="Missing Since", readonly=True, copy=False, help="When stock was asked for the part and had none.")
    is_to_order = fields.Boolean(
        string="To Order", compute='_compute_supply', search='_search_is_to_order', compute_sudo=True,
        help="The part is needed and not here, and nobody has ordered it yet.")
    supply_name = fields.Char(
        string="Ordered", compute='_compute_supply', compute_sudo=True, help="Purchase orders the part comes with.")
    supply_vendor_id = fields.Many2one(
        'res.partner', string="Vendor", compute='_compute_supply', compute_sudo=True,
        help="Who delivers the part, or would when it is ordered.")
    parts_arrival_date = fields.Datetime(
        string="Can Be Here", compute='_compute_parts_arrival_date', compute_sudo=True,
        help="When a part that is not here comes: as ordered, else by the vendor's usual days.")

    # === COMPUTE METHODS ===#

    @api.model
    def _get_supply_depends(self):
        """Hook: what moves where the part comes from."""
        return ('move_ids.procure_method', 'move_ids.created_purchase_line_ids.order_id.state')

    @api.depends(lambda self: self._get_supply_depends())
    def _compute_parts_arrival_date(self):
        arrivals = self._get_arrivals()
        for line in self:
            line.parts_arrival_date = arrivals.get(line, False)

    # === ACTION METHODS ===#

    def action_order_missing_parts(self):
        """Have what is not here bought (or moved in) for these very lines, once.

        :return: the purchase orders it stands on, one a vendor, to be sent and confirmed
        """
        self._check_may_order_parts()
        self._get_part_document()._claim_for_update()  # two clerks at once: the second sees what the first did
        moves = self.sudo()._get_moves_to_supply()  # sudo: what stock is asked for is the lines'
        if not moves:
            raise UserError(self._get_nothing_to_order_message())
        lines = moves._get_aftersales_asker()
        moves._order_for_aftersales()
        return lines.sudo(self.env.su).action_view_supply()

    def action_view_supply(self):
        """Open the purchase orders the parts come with."""
        self.check_access('read')
        # sudo: what was ordered is the lines'; who may not see purchase orders is refused by their action
        purchases = self.sudo().move_ids._get_aftersales_purchase_lines().order_id
        if not purchases:
            return None
        action = {
            'type': 'ir.actions.act_window',
            'name': self.env._("Purchase Orders"),
            'res_model': 'purchase.order',
            'view_mode': 'list,form',
            'domain': [('id', 'in', purchases.ids)],
        }
        if len(purchases) == 1:
            action.update(view_mode='form', res_id=purchases.id)
        return action

    # === BUSINESS METHODS ===#

    def _get_part_document(self):
        """The orders or sales of the lines."""
        return self[self._part_document]

    def _check_may_order_parts(self):
        """Hook: whether what is missing may be bought for these lines, by whatever way."""
        if not self.env.user.has_group('aftersales.group_parts'):
            raise AccessError(self.env._("Only the parts counter can order missing parts."))
        self.check_access('read')

    def _get_moves_to_supply(self):
        """Hook: moves that wait for stock nobody has ordered for them."""
        return self.move_ids.browse()

    def _get_quantity_to_supply(self):
        """How much of the part is missing and not ordered, in the product's unit."""
        return sum(move.product_qty - move.product_uom._compute_quantity(
            move.quantity, move.product_id.uom_id, rounding_method='HALF-UP') for move in self._get_moves_to_supply())

    def _get_nothing_to_order_message(self):
        """Hook: why nothing of the lines is ordered."""
        return self.env._("There is nothing to order for %(products)s.", products=self._get_part_names())

    def _get_part_names(self):
        return ", ".join(self.product_id.mapped('display_name'))

    def _get_arrivals(self):
        """Hook: dict of line whose part is not here: naive UTC moment when it comes, or False when nobody knows."""
        return {}

    def _stamp_awaited(self, moment):
        """By the system: stock moves, whether the document is closed or not, and no guard on what people write is asked."""
        models.Model.write(self, {'parts_awaited_since': moment})

    def _get_vendor(self):
        """Who sells the part, by the product's own list of vendors: product.supplierinfo, or none."""
        self.ensure_one()
        return self.product_id.with_company(self.company_id)._select_seller(quantity=None)[:1]

    def _get_vendor_days(self):
        """Days from the order to the part's arrival; None when no vendor is known."""
        vendor = self._get_vendor()
        return vendor.delay + self.company_id.days_to_purchase if vendor else None
