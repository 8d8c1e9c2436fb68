from odoo.api import SUPERUSER_ID, Environment


def migrate(cr, version):
    """Which files are complete, and what is paid of orders that are paid in part; see pre-30_keys.py."""
    env = Environment(cr, SUPERUSER_ID, {'active_test': False})
    env['aftersales.file.item']._renew_files()
    Order = env['aftersales.order']
    env.add_to_compute(Order._fields['invoices_paid'], Order.search([('payment_state', '=', 'partial')]))
    env.flush_all()
