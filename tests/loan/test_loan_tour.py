from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tests.common import ChromeBrowser

from odoo.addons.aftersales.tests.dealership.loan import LoanCommon, prepare_loaner
from odoo.addons.aftersales.tests.dealership.tour import TourCommon

# What the crew does on its phone, and what its page then shows.
WRITE = ''.join(
    f'document.querySelector("textarea[name={name}]").value = "{text}";' for name, text in (
        ('fault_found', "Battery dead"), ('cause', "Old"), ('work_done', "New battery"), ('tests', "Starts")))
SIGN = """
    (() => {
        const canvas = document.querySelector("form.sign canvas");
        const box = canvas.getBoundingClientRect();
        const draw = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
            clientX: box.left + x, clientY: box.top + y, pointerId: 1, bubbles: true }));
        draw("pointerdown", 20, 60); draw("pointermove", 120, 20); draw("pointermove", 200, 90); draw("pointerup", 200, 90);
        document.querySelector("form.sign input[name=signatory]").value = "Chen Jing";
        document.querySelector("form.sign button.go").click();
    })()
"""


def _press(name, value):
    return f"""document.querySelector("button[name={name}][value={value}]").click()"""


BY_LINK = (
    (_press('answer', 'accept'), "button[value=under_way]"), (_press('step', 'under_way'), "button[value=arrived]"),
    (_press('step', 'arrived'), "form.report"), (WRITE + 'document.querySelector("form.report button").click()', "form.report"),
    (_press('step', 'solved'), "form.sign"), (SIGN, ".card p strong"),
)


@tagged('post_install', '-at_install')
class TestLoanTour(TourCommon):
    """J7, J8: on the road and with a loaner, clicked by those whose step it is."""

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

    def test_rescue_by_link_to_order(self):
        """J7, J9: the crew accepts, drives, works, and has its report signed on its phone; one click makes the order."""
        rescue = self.env['aftersales.rescue'].with_user(self.user_dispatcher).create({
            'place': "Zhangyang Road 500, gate 3", 'vehicle_id': self.vehicle.id, 'workshop_id': self.workshop.id,
            'partner_id': self.customer.id, 'phone': '+86 139 0000 0009', 'fault': 'battery', 'price': 120,
            'is_price_told': True,
            'offer_ids': [Command.create({'employee_id': self.technician.id})]})
        rescue.action_confirm()
        rescue.action_ask_next()
        self._go_by_link('/aftersales/rescue/' + rescue.sudo().offer_ids.token)
        self.env.invalidate_all()
        self.assertEqual((rescue.state, rescue.sheet_ids.is_signed), ('solved', True))
        self.start_tour(f'/odoo/rescues/{rescue.id}', 'aftersales_rescue_to_order', login=self.user_advisor.login)
        self.env.invalidate_all()
        self.assertEqual(rescue.order_id.line_ids.mapped('price_unit'), [120])

    def _go_by_link(self, url):
        """The crew's page has no script that a test could wait for: each form is sent, and the next page looked at."""
        wait = ChromeBrowser._wait_code_ok

        def click(browser, *args, **kwargs):
            for number, (expression, shown) in enumerate(BY_LINK):
                browser._websocket_request('Runtime.evaluate', params={
                    'expression': f'window.isOld = {number + 1}; {expression}'})
                self.assertTrue(browser._wait_ready(
                    f'window.isOld === undefined && document.querySelector("{shown}") !== null', timeout=20), expression)
            return wait(browser, *args, **kwargs)

        with patch.object(ChromeBrowser, '_wait_code_ok', click):
            self.browser_js(url, "console.log('test successful')", ready="document.readyState === 'complete'")
