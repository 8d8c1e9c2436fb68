from odoo.fields import Command
from odoo.tests import HttpCase

from odoo.addons.aftersales.tests.billing.common import BillingCommon


class TourCommon(BillingCommon, HttpCase):
    """A dealer with stock, an operation, a menu and people with logins, for what they do in the browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = cls.env['hr.employee'].create({
            'name': "Wang Wei", 'user_id': cls.user_technician.id, 'company_id': cls.company.id,
        })
        cls.workshop.employee_ids = cls.technician
        cls.env['aftersales.labour.rate'].create({
            'workshop_id': cls.workshop.id, 'pay_type_id': cls.pay_customer.id, 'rate': 100,
        })
        cls.pads = cls.env['product.product'].create({
            'name': "Brake pads", 'type': 'consu', 'is_storable': True, 'list_price': 80,
            'taxes_id': [Command.set(cls.tax.ids)],
        })
        cls.stock = cls.workshop.warehouse_id.lot_stock_id
        cls.env['stock.quant']._update_available_quantity(cls.pads, cls.stock, 10)
        cls.operation = cls.env['aftersales.operation'].create({
            'name': "Front brake pads", 'code': 'TOUR-10', 'hours': 1.5, 'product_id': cls.labour.id,
            'work_class_id': cls.env.ref('aftersales.work_class_small').id,
            'part_ids': [Command.create({'product_id': cls.pads.id, 'quantity': 2})],
        })
        menu_product = cls.env['product.product'].create({
            'name': "Tour menu", 'type': 'service', 'taxes_id': [Command.set(cls.tax_included.ids)],
        })
        cls.menu = cls.env['aftersales.menu'].create({
            'name': "Tour service", 'product_id': menu_product.id, 'currency_id': cls.currency.id,
            'line_ids': [Command.create({'operation_id': cls.operation.id})],
            'price_ids': [Command.create({'price': 499})],
        })

    def _get_stock(self):
        """Brake pads on the shelf."""
        self.env.invalidate_all()
        return self.pads.with_context(location=self.stock.id).qty_available
