import csv
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import SQL, file_open

VAT = 13
OUTLETS = ('shanghai', 'hangzhou')


class AftersalesDemo(models.AbstractModel):
    """Demo data that depends on the day of installation or on a company's set-up.

    Called by the demo files only. What a person would do is done by the methods that
    person's buttons call, with that person's rights.
    """

    _name = 'aftersales.demo'
    _description = 'After-Sales Demo Data'

    # === TOOLS ===#

    def _ref(self, name):
        return self.env.ref(f'aftersales.{name}')

    def _read_csv(self, path):
        with file_open(f'aftersales/demo/{path}') as file:
            return list(csv.DictReader(file))

    def _get_companies(self):
        return self.env['res.company'].union(*(self._ref(f'company_{outlet}') for outlet in OUTLETS))

    def _as(self, records, login, company):
        """``records`` as one of the demo users sees them in ``company``."""
        return records.with_user(self._ref(f'user_{login}')).with_context(
            allowed_company_ids=company.ids, tracking_disable=True)

    def _backdate(self, records, dates, field):
        """Give records of the past their date where the ORM rightly keeps it from being written."""
        records.flush_recordset()
        for record in records:
            self.env.cr.execute(SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(records._table), SQL.identifier(field), dates[record], record.id,
            ))
        records.invalidate_recordset([field])

    # === LANGUAGE ===#

    @api.model
    def _load_language(self):
        """Chinese beside English, with the terms of all modules installed before this one."""
        self.env['res.lang']._activate_and_install_lang('zh_CN')

    # === COMPANIES ===#

    @api.model
    def _load_accounting(self):
        """Chart of accounts, 13 % VAT inside the prices, parts valued at average cost when invoiced."""
        china = self.env.ref('base.cn')
        for company in self._get_companies():
            self.env['account.chart.template']._load('generic_coa', company, install_demo=False)
            domain = [('company_id', '=', company.id)]
            # The generic chart brings its own country and that country's currency along.
            company.account_fiscal_country_id = china
            company.currency_id = self.env.ref('base.CNY')
            self.env['account.fiscal.position'].search([*domain, ('country_id', '!=', False)]).country_id = china
            self.env['account.tax.group'].search(domain).country_id = china
            self.env['account.tax'].search(domain).country_id = china
            taxes = company.account_sale_tax_id | company.account_purchase_tax_id
            taxes.write({'amount': VAT, 'name': f'VAT {VAT}%', 'invoice_label': f'{VAT}%'})
            taxes.tax_group_id.name = f'VAT {VAT}%'
            company.write({
                'account_price_include': 'tax_included',
                'cost_method': 'average',
                'inventory_valuation': 'real_time',
            })
        self._tax_products(self.env['product.product'].search([
            '|', ('categ_id', 'child_of', self._ref('category_parts').ids),
            ('id', 'in', (self._ref('product_labour') | self._ref('product_menu')).ids),
        ]))

    def _tax_products(self, products):
        """Sell and buy with the taxes of the demo companies; other companies keep theirs."""
        companies = self._get_companies()
        products.write({
            'taxes_id': [Command.link(tax.id) for tax in companies.account_sale_tax_id],
            'supplier_taxes_id': [Command.link(tax.id) for tax in companies.account_purchase_tax_id],
        })

    # === CUSTOMERS AND VEHICLES ===#

    @api.model
    def _load_vehicle_history(self):
        """Sale, yearly inspection, insurance, past readings and services of each car, counted back from today."""
        today = fields.Date.context_today(self)
        readings, services = [], []
        for row in self._read_csv('vehicle/history.csv'):
            vehicle = self._ref(f"vehicle_{row['vehicle']}").with_context(tracking_disable=True)
            months, daily = int(row['months']), int(row['daily_km'])
            sold = today - relativedelta(months=months, days=vehicle.id % 28)
            anniversary = sold + relativedelta(years=relativedelta(today, sold).years + 1)
            vehicle.write({
                'sale_date': sold,
                'sale_price': float(row['price']),
                'sale_currency_id': self.env.ref('base.CNY').id,
                'delivery_date': sold + timedelta(days=3),
                'model_year': str(sold.year),
                'acquisition_date': sold + timedelta(days=3),
                'inspection_due_date': anniversary,
                'insurance_due_date': anniversary - timedelta(days=vehicle.id % 40),
            })
            vehicle.ownership_ids.date_start = vehicle.delivery_date
            age = (today - vehicle.delivery_date).days
            readings += [
                {
                    'vehicle_id': vehicle.id,
                    'date': today - timedelta(days=back),
                    'value': self._get_distance(age - back, daily),
                    'source': 'service',
                }
                for back in (430, 250, 75) if back < age
            ]
            back = 100 + vehicle.id * 37 % 110
            services += [
                {
                    'vehicle_id': vehicle.id,
                    'line_id': line.id,
                    'date': today - timedelta(days=back),
                    'distance_km': self._get_distance(age - back, daily),
                }
                for line in vehicle.maintenance_plan_id.line_ids if back < age
            ]
        self.env['fleet.vehicle.odometer'].create(readings)
        self.env['aftersales.service.record'].create(services)

    @api.model
    def _load_service_records(self):
        """The services done at the visits of the past; one car in seven missed its last one."""
        vals_list = []
        for vehicle in self.env['fleet.vehicle'].search([('maintenance_plan_id', '!=', False)]):
            visits = vehicle.odometer_ids.filtered(lambda reading: reading.source == 'service').sorted('date')
            done = {}
            for visit in visits[:-1] if vehicle.id % 7 == 0 else visits:
                for line in vehicle.maintenance_plan_id.line_ids:
                    last_date, last_km = done.get(line, (vehicle.delivery_date, 0.0))
                    is_far = line.interval_km and visit.distance_km - last_km > 0.8 * line.interval_km
                    is_old = line.interval_months and (visit.date - last_date).days > 24 * line.interval_months
                    if is_far or is_old:
                        done[line] = (visit.date, visit.distance_km)
                        vals_list.append({
                            'vehicle_id': vehicle.id, 'line_id': line.id,
                            'date': visit.date, 'distance_km': visit.distance_km,
                        })
        self.env['aftersales.service.record'].create(vals_list)

    def _get_distance(self, days, daily):
        return max(days * daily, 0) + 8

    @api.model
    def _load_customers(self):
        """Fleet customers: their own pricelist, thirty days to pay, one invoice for many orders.

        Customers read Chinese. The one with a login reads English, as who tries the customer's pages may.
        Our own terms would come when the installation ends, too late for the papers of the visits that follow.
        """
        self.env['ir.module.module']._get('aftersales')._update_translations('zh_CN')
        self.env['res.partner'].union(*(self._ref(f'customer_{n:02}') for n in range(2, 41))).lang = 'zh_CN'
        term = self.env.ref('account.account_payment_term_30days')
        for number in range(32, 36):
            customer = self._ref(f'customer_{number}')
            customer.aftersales_account_customer = True
            for outlet in OUTLETS:
                customer.with_company(self._ref(f'company_{outlet}')).write({
                    'specific_property_product_pricelist': self._ref(f'pricelist_fleet_{outlet}').id,
                    'property_payment_term_id': term.id,
                })

    # === PARTS ===#

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
            quants.action_apply_inventory()
            moves = env['stock.move'].search([('company_id', '=', company.id), ('state', '=', 'done')])
            opening = fields.Datetime.now() - timedelta(days=90)
            moves.write({'date': opening})
            moves.move_line_ids.write({'date': opening})

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
