from odoo.fields import Command
from odoo.tests import Form

from odoo.addons.aftersales.tests.common import AftersalesCommon


class PartsCommon(AftersalesCommon):
    """Parts in stock, and the steps of an order as its people do them."""
    with_outlet = True
    with_store = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issue_type = cls.warehouse.aftersales_issue_type_id
        cls.vehicle_model = cls.model_a
        cls.pay_customer = cls.env.ref('aftersales.pay_type_customer')
        cls.pay_internal = cls.env.ref('aftersales.pay_type_internal')

    # === SET-UP ===#

    @classmethod
    def _put_in_stock(cls, product, quantity, lot=None):
        cls.env['stock.quant']._update_available_quantity(
            product, cls.warehouse.lot_stock_id, quantity, lot_id=lot or None)

    @classmethod
    def _prepare_job(cls, *parts, **vals):
        return {
            'name': 'Front brakes',
            'technician_id': cls.technician.id,
            'line_ids': [Command.create({
                'line_type': 'part', 'product_id': product.id, 'quantity': quantity, **extra,
            }) for product, quantity, *rest in parts for extra in (rest or [{}])],
            **vals,
        }

    @classmethod
    def _create_order(cls, *jobs, **vals):
        """An estimate as the advisor writes it; what another pays, or nobody, is the manager's."""
        author = cls.user_manager if any('pay_type_id' in job for job in jobs) else cls.user_advisor
        return cls.env['aftersales.order'].with_user(author).create({
            'user_id': cls.user_advisor.id,
            'workshop_id': cls.workshop.id,
            'vehicle_id': cls.vehicle.id,
            'partner_id': cls.customer.id,
            'odometer_in': 45000,
            'job_ids': [Command.create(job) for job in jobs],
            **vals,
        }).with_user(cls.user_advisor)

    @classmethod
    def _create_approved(cls, *parts, **vals):
        """A received order with one job the customer said yes to."""
        return cls.approve(cls.receive(cls._create_order(cls._prepare_job(*parts, **vals))))

    # === STEPS OF THE PARTS CLERK ===#

    def _get_open_picking(self, order):
        picking = order.sudo().picking_ids.filtered(lambda p: p.state not in ('done', 'cancel'))
        return picking.with_user(self.user_parts)

    def _issue(self, order, quantities=None):
        """Validate the open transfer; ``quantities`` (product: quantity) issues a part of it."""
        picking = self._get_open_picking(order)
        for move in picking.move_ids:
            if quantities is not None:
                move.quantity = quantities.get(move.product_id, 0)
            move.picked = True
        action = picking.button_validate()
        if isinstance(action, dict) and action.get('res_model') == 'stock.backorder.confirmation':
            wizard = Form.from_action(self.env(user=self.user_parts), action).save()
            wizard.process()
        return picking

    def _return(self, picking, quantity, validate=True):
        """Bring ``quantity`` of the transfer's only part back."""
        wizard = self.env['stock.return.picking'].with_user(self.user_parts).with_context(
            active_id=picking.id, active_ids=picking.ids, active_model='stock.picking',
        ).create({})
        wizard.product_return_moves.quantity = quantity
        returned = self.env['stock.picking'].with_user(self.user_parts).browse(
            wizard.action_create_returns()['res_id'])
        if validate:
            returned.move_ids.picked = True
            returned.button_validate()
        return returned

    def _get_demand(self, order):
        """Open demand by product: what the counter still is to hand out."""
        demand = {}
        for move in order.sudo().line_ids.move_ids.filtered(lambda m: m.state not in ('done', 'cancel')):
            demand[move.product_id] = demand.get(move.product_id, 0.0) + move.product_qty
        return demand
