from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from odoo.addons.aftersales.demo.base.tools import OUTLETS, VAT


class AftersalesDemo(models.AbstractModel):
    """What lies in the stores, and what is on its way there."""

    _inherit = 'aftersales.demo'

    @api.model
    def _load_stock(self):
        """Cost and counted stock of the parts in both stores."""
        rows = self._read_csv('parts/stock.csv')
        for outlet in OUTLETS:
            company = self._ref(f'company_{outlet}')
            env = self.with_company(company).env
            location = self._ref(f'warehouse_{outlet}').lot_stock_id
            quants = env['stock.quant'].with_context(inventory_mode=True, tracking_disable=True)
            for row in rows:
                part = self._ref(f"part_{row['part']}")
                part.with_company(company).standard_price = part.standard_price
            quants = quants.create([
                {
                    'product_id': self._ref(f"part_{row['part']}").id,
                    'location_id': location.id,
                    'inventory_quantity': float(row[outlet]),
                }
                for row in rows if row[outlet] != '0'
            ])
            self._apply_opening(quants)

    def _apply_opening(self, quants):
        """Counted when the outlet opened."""
        last = self.env['stock.move'].search([], order='id desc', limit=1).id or 0
        quants.action_apply_inventory()
        moves, opening = self.env['stock.move'].search([('id', '>', last)]), fields.Datetime.now() - timedelta(days=90)
        moves.write({'date': opening})
        moves.move_line_ids.write({'date': opening})

    def _put_in_store(self, company, location, parts, quantity):
        """So many more of each part as was counted at the opening: a transfer tells where they are from."""
        Quant = self.with_company(company).env['stock.quant'].with_context(inventory_mode=True, tracking_disable=True)
        parts = [self._ref(f'part_{part}') for part in sorted(parts)]
        self._apply_opening(Quant.create([{
            'product_id': part.id, 'location_id': location.id,
            'inventory_quantity': quantity + sum(Quant._gather(part, location, strict=True).mapped('quantity')),
        } for part in parts]))

    @api.model
    def _load_purchases(self):
        """Who sells us which part, a delivery of three weeks ago, and parts that are on their way."""
        parts = self.env['product.product'].search([('categ_id', 'child_of', self._ref('category_parts').ids)])
        self.env['product.supplierinfo'].create([
            {
                'partner_id': self._ref(self._get_supplier(part)).id,
                'product_tmpl_id': part.product_tmpl_id.id,
                'price': part.standard_price * (100 + VAT) / 100,
                'currency_id': self.env.ref('base.CNY').id,
                'delay': 2,
                'company_id': False,  # both dealers buy there
            }
            for part in parts
        ])
        received = self._order_parts('shanghai', 'supplier_consumables', {
            'oil_5w30': 60, 'oil_0w20': 60, 'of_ea211': 20, 'of_byd': 20, 'cf_byd': 12, 'wiper_vw': 6,
        })
        received.picking_ids.button_validate()
        moment = fields.Datetime.now() - timedelta(days=21)
        received.picking_ids.move_ids.write({'date': moment})
        received.picking_ids.date_done = moment
        received.write({'date_order': moment - timedelta(days=2), 'date_approve': moment - timedelta(days=2)})
        self._order_parts('shanghai', 'supplier_depot', {'obc': 1, 'injector': 2, 'pad_f_tesla': 4})
        self._order_parts('hangzhou', 'supplier_depot', {'tie_rod': 2, 'batt_60': 4})

    def _get_supplier(self, part):
        consumables = self.env['product.category'].union(*(
            self._ref(f'category_{name}') for name in ('fluid', 'filter', 'wear')))
        return 'supplier_consumables' if part.categ_id in consumables else 'supplier_depot'

    def _order_parts(self, outlet, supplier, quantities):
        company = self._ref(f'company_{outlet}')
        order = self.with_company(company).env['purchase.order'].with_context(tracking_disable=True).create({
            'partner_id': self._ref(supplier).id,
            'picking_type_id': self._ref(f'warehouse_{outlet}').in_type_id.id,
            'date_planned': fields.Datetime.now() + timedelta(days=2),
            'order_line': [
                Command.create({'product_id': self._ref(f'part_{part}').id, 'product_qty': quantity})
                for part, quantity in quantities.items()
            ],
        })
        order.button_confirm()
        return order

    def _issue_parts(self, company, orders):
        """The parts clerk hands out what is complete in the store."""
        pickings = self._as(orders, 'parts', company).picking_ids
        pickings.filtered(
            lambda picking: all(move.state in ('assigned', 'cancel') for move in picking.move_ids)
        ).button_validate()

    def _set_dates_of_traces(self, visits):
        super()._set_dates_of_traces(visits)
        for order, row in visits:
            issued = order.picking_ids.filtered(lambda picking: picking.state == 'done')
            if issued:
                moment = order.started_date or self._get_arrival(row)
                issued.move_ids.write({'date': moment})
                issued.move_line_ids.write({'date': moment})
                issued.write({'date_done': moment})
