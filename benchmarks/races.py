"""Twenty people at one thing: a rescue that twenty dispatchers send somebody to, that twenty crews accept, a loaner that
twenty people promise, the last service of a contract, a deposit that is returned, another that is deducted, a coupon, a
collective invoice. One gets it, whichever it is; how long the last one waits for the answer.

On real connections: what is made here is committed, and removed again.
"""
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier

import psycopg2
from money_races import prepared_money

from odoo import SUPERUSER_ID, fields
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

CONNECTIONS = 20


def run_races(registry):
    """:return: rows of (what, how many got it, seconds until the middle one and the last one heard)"""
    logging.getLogger('odoo.sql_db').setLevel(logging.CRITICAL)  # who comes second is refused by the database
    with _prepared(registry) as place:
        yield _race(registry, "a crew is asked for a rescue", place, lambda env, number: (
            env['aftersales.rescue'].browse(place['rescue'])._ask_next()))
        yield _race(registry, "a rescue is accepted", place, lambda env, number: (
            _get_asked(env, place)._accept()))
        yield _race(registry, "the crew leaves", place, lambda env, number: (
            env['aftersales.rescue'].browse(place['rescue'])._transition('under_way')))
        yield _race(registry, "a loaner is promised", place, lambda env, number: env['aftersales.loan'].create({
            **place['loan'], 'date_from': f"2031-05-06 {number % 10:02}:00:00", 'date_to': "2031-05-07 09:00:00"}))
    with prepared_money(registry, CONNECTIONS) as place:
        yield _race(registry, "the last service of a contract", place, lambda env, number: (
            env['aftersales.job'].browse(place['jobs'][number]).action_redeem_contract()))
        yield _race(registry, "a deposit is given back", place, lambda env, number: (
            env['aftersales.deposit'].browse(place['deposit'])._return(0, "Race")))
        yield _race(registry, "a deposit is deducted", place, lambda env, number: (
            _deduct(env, place, number)))
        yield _race(registry, "a coupon is used", place, lambda env, number: (
            _use_card(env, place, number)))
        yield _race(registry, "an agreement is collected", place, lambda env, number: (
            _collect(env['aftersales.agreement'].browse(place['agreement']))))


def _race(registry, name, place, act):
    barrier = Barrier(CONNECTIONS)

    def work(number):
        with registry.cursor() as cr:
            env = Environment(cr, SUPERUSER_ID, {'allowed_company_ids': [place['company']], 'tracking_disable': True})
            cr.execute(SQL("SELECT 1"))  # the view of the data begins here
            barrier.wait(60)
            start = time.perf_counter()
            try:
                act(env, number)
                env.flush_all()
                cr.commit()
            except (UserError, psycopg2.Error):
                env.clear()
                cr.rollback()
                return False, time.perf_counter() - start
            return True, time.perf_counter() - start

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        answers = list(pool.map(work, range(CONNECTIONS)))
    seconds = sorted(second for __, second in answers)
    return name, sum(through for through, __ in answers), seconds[CONNECTIONS // 2], seconds[-1]


def _collect(agreement):
    if not agreement._collect():
        raise UserError("Nothing was left to collect.")


def _deduct(env, place, number):
    draft = env['account.move'].browse(place['drafts'][number])
    total = draft.amount_total
    env['aftersales.deposit'].browse(place['deducted'])._deduct_from(draft)
    if draft.amount_total == total:
        raise UserError("Nothing was left to deduct.")


def _use_card(env, place, number):
    card = env['loyalty.card'].browse(place['card'])
    env['aftersales.benefit']._use(
        env['aftersales.order'].browse(place['orders'][number]), card.program_id, card, card.program_id.reward_ids)


def _get_asked(env, place):
    offers = env['aftersales.rescue'].browse(place['rescue']).offer_ids
    return offers.filtered(lambda offer: offer.state == 'asked') or offers[:1]


@contextmanager
def _prepared(registry):
    """A rescue with twenty partners to ask, and a loaner that is free."""
    with registry.cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {'tracking_disable': True})
        workshop = env['aftersales.workshop'].search([], limit=1)
        company, now = workshop.company_id, fields.Datetime.now()
        env = env(context={'tracking_disable': True, 'allowed_company_ids': company.ids})
        partners = env['res.partner'].create([
            {'name': f"Race {number}", 'aftersales_is_rescue_partner': True} for number in range(CONNECTIONS)])
        rescue = env['aftersales.rescue'].create({
            'place': "Race", 'phone': "+86 21 5555 0000", 'car_words': "Race", 'workshop_id': workshop.id,
            'company_id': company.id, 'is_price_told': True, 'promised_date': now + timedelta(hours=1),
            'offer_ids': [Command.create({'partner_id': partner.id}) for partner in partners]})
        rescue.action_confirm()
        car = env['fleet.vehicle'].create({
            'license_plate': "RACE", 'model_id': env['fleet.vehicle.model'].search([], limit=1).id, 'company_id': company.id,
            'is_loaner': True, 'is_customer_vehicle': False, 'loaner_workshop_id': workshop.id})
        place = {'company': company.id, 'rescue': rescue.id, 'loan': {
            'vehicle_id': car.id, 'workshop_id': workshop.id, 'partner_id': partners[0].id}}
    try:
        yield place
    finally:
        with registry.cursor() as cr:
            for query in (
                    SQL("DELETE FROM aftersales_loan WHERE vehicle_id = %s", car.id),
                    SQL("DELETE FROM mail_message WHERE model = 'aftersales.rescue' AND res_id = %s", rescue.id),
                    SQL("DELETE FROM aftersales_rescue WHERE id = %s", rescue.id)):
                cr.execute(query)
            env = Environment(cr, SUPERUSER_ID, {})
            env['fleet.vehicle'].browse(car.id).unlink()
            env['res.partner'].browse(partners.ids).unlink()
