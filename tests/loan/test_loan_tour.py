from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.loan import LoanCommon, prepare_loaner
from odoo.addons.aftersales.tests.dealership.tour import TourCommon


@tagged('post_install', '-at_install')
class TestLoanTour(TourCommon):
    """J8: a loaner goes out and comes back, and its damage is invoiced, clicked by those whose step it is."""

    _prepare_loan_vals = classmethod(LoanCommon._prepare_loan_vals.__func__)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loaner = cls.env['fleet.vehicle'].create(
            prepare_loaner(cls.env, cls.workshop, cls.vehicle_model, 'TOUR LOAN'))

    def test_out_and_back_with_damage(self):
        """J8: contract and return signed by both, the new dent priced, the borrower's invoice posted."""
        loan = self.env['aftersales.loan'].with_user(self.user_advisor).create(self._prepare_loan_vals())
        advisor, url = self.user_advisor.login, f'/odoo/loaner-loans/{loan.id}'
        self.start_tour(url, 'aftersales_loan_out', login=advisor)
        self.start_tour(url, 'aftersales_loan_back', login=advisor)
        self.env.invalidate_all()
        self.assertEqual({charge.kind: charge.quantity for charge in loan.charge_ids}, {'fuel': 50, 'damage': 1})
        self.start_tour(url, 'aftersales_loan_invoice', login=self.user_accountant.login)
        self.env.invalidate_all()
        self.assertEqual((loan.state, loan.sudo().move_ids.state), ('settled', 'posted'))
        fuel = 50 * self.env.ref('aftersales.product_loan_fuel').lst_price
        self.assertAlmostEqual(loan.sudo().move_ids.amount_untaxed, 800 + fuel)
        self.assertEqual(self.loaner.last_odometer, 1060)
