from datetime import timedelta

from odoo.fields import Command, Datetime

from odoo.addons.aftersales.tests.dealership.counter import PNG
from odoo.addons.aftersales.tests.dealership.order import OrderCommon

LICENCE = {
    'licence_number': '310115198501012217', 'licence_class': 'C1', 'licence_expiry': '2031-01-01',
    'id_number': '310115198501012217', 'phone': '+86 21 5555 0101'}


def prepare_loaner(env, workshop, model, plate, **values):
    return {
        'license_plate': plate, 'model_id': model.id, 'company_id': workshop.company_id.id, 'is_loaner': True,
        'is_customer_vehicle': False, 'loaner_workshop_id': workshop.id, 'loaner_since': '2026-02-01',
        'loaner_daily_value': 200, 'loaner_km_per_day': 100, 'fuel_type': 'gasoline', **values}


class LoanCommon(OrderCommon):
    """An outlet with two loaners, and customers who drive them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop.manager_id = cls.user_dispatcher
        cls.loaners = cls.env['fleet.vehicle'].with_user(cls.user_dispatcher).create([
            prepare_loaner(cls.env, cls.workshop, cls.model_a, plate) for plate in ('沪A·L0001', '沪A·L0002')])
        cls.loaner, cls.loaner_2 = cls.loaners

    @classmethod
    def _prepare_loan_vals(cls, **values):
        """For a day from now on, with the driver's papers."""
        now = Datetime.now()
        return {
            'vehicle_id': cls.loaner.id, 'workshop_id': cls.workshop.id, 'partner_id': cls.customer.id, **LICENCE,
            'date_from': now, 'date_to': now + timedelta(days=1), **values}

    @classmethod
    def _create_loan(cls, user=None, **values):
        return cls.env['aftersales.loan'].with_user(user or cls.user_advisor).create(cls._prepare_loan_vals(**values))

    @classmethod
    def _open_sheet(cls, loan, action, odometer, **values):
        sheet = loan.env[action['res_model']].browse(action['res_id'])
        sheet.write({'odometer': odometer, 'fuel_level': 100, **values})
        return sheet

    @classmethod
    def _sign(cls, sheet):
        sheet.signature = PNG
        sheet.action_sign_staff(PNG)
        sheet.action_sign()
        return sheet

    @classmethod
    def _hand_out(cls, loan, odometer=1000, **values):
        return cls._sign(cls._open_sheet(loan, loan.action_hand_out(), odometer, **values))

    @classmethod
    def _take_back(cls, loan, odometer=1050, **values):
        return cls._sign(cls._open_sheet(loan, loan.action_take_back(), odometer, **values))

    @staticmethod
    def _scratch(**values):
        return Command.create({'view': 'left', 'x': 0.4, 'y': 0.5, 'kind': 'scratch', **values})
