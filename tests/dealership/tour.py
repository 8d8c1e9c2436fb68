from odoo.addons.aftersales.tests.dealership.billing import BillingCommon
from odoo.addons.aftersales.tests.one_browser import OneBrowserCase


class TourCommon(BillingCommon, OneBrowserCase):
    """A dealer with stock, an operation, a menu and people with logins, for what they do in the browser."""
    with_shop = True

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
        cls.stock = cls.workshop.warehouse_id.lot_stock_id

    def _get_stock(self):
        """Brake pads on the shelf."""
        self.env.invalidate_all()
        return self.pads.with_context(location=self.stock.id).qty_available
