"""What twenty people want at once of contracts, deposits, coupons and agreements; made for ``races.py``, and removed again."""
from contextlib import contextmanager

from odoo import SUPERUSER_ID, fields
from odoo.api import Environment
from odoo.fields import Command
from odoo.tools import SQL


@contextmanager
def prepared_money(registry, count):
    """A contract with one service left, and a coupon, and ``count`` orders that want them; a deposit that is held and given
    back, another one that ``count`` drafts deduct; an order to collect."""
    with registry.cursor() as cr:
        place, made = _make(Environment(cr, SUPERUSER_ID, {'tracking_disable': True}), count)
    try:
        yield place
    finally:
        with registry.cursor() as cr:
            _remove(Environment(cr, SUPERUSER_ID, {'tracking_disable': True}), place, made)


def _make(env, count):
    workshop = env['aftersales.workshop'].search([], limit=1)
    company = workshop.company_id
    env = env(context={'tracking_disable': True, 'allowed_company_ids': company.ids})
    customer = env['res.partner'].create({'name': "Race"})
    car = env['fleet.vehicle'].create({
        'license_plate': "RACE 2", 'model_id': env['fleet.vehicle.model'].search([], limit=1).id, 'owner_id': customer.id})
    labour = env['product.product'].create({
        'name': "Race", 'type': 'service', 'taxes_id': False, 'uom_id': env.ref('uom.product_uom_hour').id})
    work = env['aftersales.operation'].create({'name': "Race", 'code': 'RACE', 'product_id': labour.id})
    deferred, income = env['account.account'].with_company(company).create([
        {'name': "Race", 'code': code, 'account_type': kind}
        for code, kind in (('RACE1', 'liability_current'), ('RACE2', 'income'))])
    head = {'workshop_id': workshop.id, 'vehicle_id': car.id, 'partner_id': customer.id, 'user_id': False}
    orders = env['aftersales.order'].create([{**head, 'job_ids': [
        Command.create({'operation_id': work.id}),
        Command.create({'name': "Race", 'line_ids': [Command.create({'product_id': labour.id, 'price_unit': 100})]})]}
        for __ in range(count + 2)])
    kind, contract = _make_contract(env, car, customer, work, labour, deferred, income)
    deposits, invoices = _make_deposits(env, orders[-2:], income)
    drafts, card = _make_drafts(env, orders[-2], income, count), _make_card(env, orders[0])
    agreement = env['aftersales.agreement'].create({
        'company_id': company.id, 'partner_id': customer.id, 'date_from': fields.Date.today()})
    env.flush_all()
    for table, ids, values in (
            ('aftersales_contract', contract.ids, SQL("state = 'active'")),
            ('account_move', invoices.ids, SQL("state = 'posted'")),
            ('account_move_line', invoices.line_ids.ids, SQL("parent_state = 'posted'")),
            *(('aftersales_deposit', deposit.ids, SQL("state = 'held', invoice_id = %s", invoice.id))
              for deposit, invoice in zip(deposits, invoices, strict=True)),
            ('aftersales_agreement', agreement.ids, SQL("state = 'active'")),
            ('aftersales_job', orders[-1].job_ids.ids, SQL("state = 'done'")),
            ('aftersales_order', orders[-1].ids, SQL(
                "state = 'in_progress', invoice_status = 'to_invoice', collect_state = 'released', agreement_id = %s",
                agreement.id))):
        env.cr.execute(SQL("UPDATE %s SET %s WHERE id IN %s", SQL.identifier(table), values, tuple(ids)))
    env.invalidate_all()
    # Who pays the released order is an account customer: nobody has to be asked.
    orders[-1].job_ids._approve('phone', signatory="Race")
    deducted, returned = deposits.ids
    place = {
        'company': company.id, 'jobs': [order.job_ids[0].id for order in orders[:-2]], 'orders': orders[:-2].ids,
        'deposit': returned, 'deducted': deducted, 'drafts': drafts.ids, 'card': card.id, 'agreement': agreement.id}
    made = [(records._name, records.ids) for records in (
        orders, contract, kind, work, labour, deferred | income, car, customer)]
    return place, made


def _make_contract(env, car, customer, work, product, deferred, income):
    kind = env['aftersales.contract.type'].create({
        'name': "Race", 'price': 9, 'company_id': env.company.id, 'product_id': product.id,
        'deferred_account_id': deferred.id, 'income_account_id': income.id, 'journal_id': env['account.journal'].search(
            [('company_id', '=', env.company.id), ('type', '=', 'general')], limit=1).id})
    return kind, env['aftersales.contract'].create({
        'type_id': kind.id, 'vehicle_id': car.id, 'partner_id': customer.id,
        'end_date': fields.Date.add(fields.Date.today(), years=1),
        'entitlement_ids': [Command.create({'operation_id': work.id, 'granted': 1, 'value': 9})]})


def _make_deposits(env, orders, income):
    """A deposit of each order, and the invoice by which it was paid."""
    deposits = env['aftersales.deposit'].create([{'order_id': order.id, 'amount': 10} for order in orders])
    return deposits, env['account.move'].create([
        _prepare_invoice(deposit.order_id, income, 10, aftersales_deposit_id=deposit.id) for deposit in deposits])


def _make_drafts(env, order, income, count):
    """Drafts of the work, each of which would take the deposit off."""
    return env['account.move'].create([_prepare_invoice(order, income, 50)] * count)


def _prepare_invoice(order, income, price, **line):
    return {
        'move_type': 'out_invoice', 'company_id': order.company_id.id, 'partner_id': order.partner_id.id,
        'invoice_line_ids': [Command.create({
            'name': "Race", 'price_unit': price, 'account_id': income.id, 'tax_ids': [Command.clear()], **line})]}


def _make_card(env, order):
    """A coupon that is good for one visit."""
    program = env['loyalty.program'].with_company(order.company_id).create({
        'name': "Race", 'program_type': 'coupons', 'company_id': order.company_id.id, 'currency_id': order.currency_id.id,
        'communication_plan_ids': [Command.clear()],
        'reward_ids': [Command.clear(), Command.create({'discount': 10, 'required_points': 1})]})
    return env['loyalty.card'].create({'program_id': program.id, 'points': 1})


def _remove(env, place, made):
    """What was made as if it had been posted and approved, as if it never had."""
    records = {model: env[model].browse(ids) for model, ids in made}
    orders, contract = records['aftersales.order'], records['aftersales.contract']
    deposits = env['aftersales.deposit'].browse([place['deposit'], place['deducted']])
    agreement = env['aftersales.agreement'].browse(place['agreement'])
    moves = deposits.move_line_ids.move_id | orders._get_invoices() | env['account.move'].browse(place['drafts'])
    _remove_card(env, place)
    for query in (
            SQL("UPDATE account_move_line SET parent_state = 'draft' WHERE move_id IN %s", tuple(moves.ids)),
            SQL("UPDATE account_move SET state = 'draft' WHERE id IN %s", tuple(moves.ids)),
            SQL("UPDATE aftersales_deposit SET state = 'cancelled', invoice_id = NULL WHERE id IN %s", tuple(deposits.ids)),
            SQL("DELETE FROM aftersales_authorisation WHERE order_id IN %s", tuple(orders.ids))):
        env.cr.execute(query)
    env.invalidate_all()
    moves.unlink()
    for query in (
            SQL("UPDATE aftersales_order SET state = 'draft', received_date = NULL, collect_state = NULL, agreement_id = NULL "
                "WHERE id IN %s", tuple(orders.ids)),
            SQL("UPDATE aftersales_job SET state = 'todo' WHERE order_id IN %s", tuple(orders.ids)),
            SQL("DELETE FROM aftersales_deposit WHERE id IN %s", tuple(deposits.ids)),
            SQL("DELETE FROM aftersales_agreement WHERE id = %s", agreement.id)):
        env.cr.execute(query)
    env.invalidate_all()
    orders.unlink()
    env.flush_all()
    env.cr.execute(SQL("DELETE FROM aftersales_contract WHERE id = %s", contract.id))
    env.cr.execute(SQL(
        "DELETE FROM mail_message WHERE (model, res_id) IN (('aftersales.contract', %s), ('aftersales.deposit', %s), "
        "('aftersales.deposit', %s), ('aftersales.agreement', %s))", contract.id, *deposits.ids, agreement.id))
    env.invalidate_all()
    for model, ids in made[2:]:
        env[model].browse(ids).unlink()


def _remove_card(env, place):
    """The coupon, and what it gave: with it the rows that say so would stay for good."""
    card = env['loyalty.card'].browse(place['card'])
    program = card.program_id
    for query in (
            SQL("UPDATE aftersales_order SET has_benefits = FALSE WHERE id IN %s", tuple(place['orders'])),
            SQL("DELETE FROM aftersales_order_line WHERE benefit_id IN (SELECT id FROM aftersales_benefit WHERE card_key = %s)",
                card.id),
            SQL("DELETE FROM aftersales_benefit WHERE card_key = %s", card.id)):
        env.cr.execute(query)
    env.invalidate_all()
    card.history_ids.unlink()
    card.unlink()
    program.active = False
    program.unlink()
