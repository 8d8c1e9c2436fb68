from odoo.fields import Command, Date
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.aftersales.tests.dealership.race import RaceCommon


@tagged('post_install', '-at_install')
class TestContractRace(RaceCommon):
    """G3: two orders at the last service of a contract: whoever is second waits for the first, and then finds none."""

    _states = ('in_progress', 'todo')

    @classmethod
    def _create_more(cls, env, order):
        labour = env['product.product'].browse(cls.ids['labour'])
        company = order.company_id
        work = env['aftersales.operation'].create({'name': "Race", 'code': 'RACE-CT', 'product_id': labour.id})
        accounts = env['account.account'].with_company(company)
        deferred, income = (accounts.create({'name': kind, 'code': code, 'account_type': kind}) for kind, code in (
            ('liability_current', 'RACE1'), ('income', 'RACE2')))
        prepaid = env['product.product'].create({'name': "Race", 'type': 'service'})
        kind = env['aftersales.contract.type'].create({
            'name': "Race", 'price': 9, 'company_id': company.id, 'product_id': prepaid.id,
            'deferred_account_id': deferred.id, 'income_account_id': income.id,
            'journal_id': env['account.journal'].search(
                [('company_id', '=', company.id), ('type', '=', 'general')], limit=1).id})
        contract = env['aftersales.contract'].create({
            'type_id': kind.id, 'vehicle_id': order.vehicle_id.id, 'partner_id': order.partner_id.id,
            'end_date': Date.add(Date.today(), years=1), 'entitlement_ids': [
                Command.create({'operation_id': work.id, 'granted': 1, 'value': 9})]})
        order.job_ids.operation_id = work
        other = order.copy({'job_ids': [Command.create({'name': "Other", 'operation_id': work.id})]})
        env.flush_all()
        env.cr.execute(SQL("UPDATE aftersales_contract SET state = 'active' WHERE id = %s", contract.id))
        env.invalidate_all()
        cls.other, cls.contract, cls.made = other.id, contract.id, (kind, work, deferred, income, prepaid)
        cls.made = [(records._name, records.ids) for records in cls.made]

    @classmethod
    def _remove(cls, env):
        env['aftersales.order'].browse(cls.other).unlink()
        super()._remove(env)
        env['aftersales.contract'].browse(cls.contract).message_ids.unlink()
        env.cr.execute(SQL("DELETE FROM aftersales_contract WHERE id = %s", cls.contract))
        env.invalidate_all()
        for model, ids in cls.made:
            env[model].browse(ids).unlink()

    @mute_logger('odoo.sql_db')
    def test_last_service(self):
        """G3: the balance never falls below zero, also with two orders at once."""
        def redeem(order):
            order.job_ids.action_redeem_contract()

        def redeem_other(order):
            order.browse(self.other).job_ids.action_redeem_contract()

        self.assertOneWaits(redeem, redeem_other)
        self.assertOneWaits(redeem_other, redeem)
