from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestDepositRace(RaceCommon):
    """G4: two at one deposit: whoever is second waits for the first, and then finds that nothing is held any more."""

    @classmethod
    def _create_more(cls, env, order):
        income = env['account.account'].with_company(order.company_id).create({
            'name': "Race", 'code': 'RACEDP', 'account_type': 'income'})
        deposit = env['aftersales.deposit'].create({'order_id': order.id, 'amount': 10})
        invoices = env['account.move'].create([{
            'move_type': 'out_invoice', 'company_id': order.company_id.id, 'partner_id': order.partner_id.id,
            'invoice_line_ids': [Command.create({
                'name': "Race", 'price_unit': price, 'account_id': income.id, 'tax_ids': [Command.clear()],
                'aftersales_deposit_id': link})],
        } for price, link in ((10, deposit.id), (50, False))])
        env.flush_all()
        # As if it were paid: what is posted has a number for good, and could not be removed again.
        env.cr.execute(SQL("UPDATE account_move SET state = 'posted' WHERE id = %s", invoices[0].id))
        env.cr.execute(SQL("UPDATE account_move_line SET parent_state = 'posted' WHERE move_id = %s", invoices[0].id))
        env.cr.execute(SQL(
            "UPDATE aftersales_deposit SET state = 'held', invoice_id = %s WHERE id = %s", invoices[0].id, deposit.id))
        env.invalidate_all()
        cls.deposit, cls.invoices, cls.income = deposit.id, invoices.ids, income.id

    @classmethod
    def _remove(cls, env):
        invoices = tuple(cls.invoices)
        env.cr.execute(SQL("UPDATE account_move_line SET parent_state = 'draft' WHERE move_id IN %s", invoices))
        env.cr.execute(SQL("UPDATE account_move SET state = 'draft' WHERE id IN %s", invoices))
        env.cr.execute(SQL(
            "UPDATE aftersales_deposit SET state = 'cancelled', invoice_id = NULL WHERE id = %s", cls.deposit))
        env.invalidate_all()
        env['account.move'].browse(invoices).unlink()
        env['aftersales.deposit'].browse(cls.deposit).message_ids.unlink()
        env.cr.execute(SQL("DELETE FROM aftersales_deposit WHERE id = %s", cls.deposit))
        env.invalidate_all()
        env['account.account'].browse(cls.income).unlink()
        super()._remove(env)

    def _at(self, act):
        return lambda order: act(order.env['aftersales.deposit'].browse(self.deposit))

    @mute_logger('odoo.sql_db')
    def test_every_pair(self):
        """G4, faults M16: the same money is neither given back twice, nor given back and deducted."""
        give_back = self._at(lambda deposit: deposit._return(0, "The car is sold"))
        deduct = self._at(lambda deposit: deposit._deduct_from(deposit.env['account.move'].browse(self.invoices[1])))
        for label, pair in {
            'returned twice': (give_back, give_back), 'returned, deducted': (give_back, deduct),
            'deducted twice': (deduct, deduct),
        }.items():
            for first, second in (pair, pair[::-1]):
                with self.subTest(label):
                    self.assertOneWaits(first, second)
