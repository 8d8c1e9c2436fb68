from itertools import pairwise

from odoo.fields import Command, Date
from odoo.tools import SQL

from .counter import PNG
from .loan import prepare_loaner
from .many_of_people import MANY, ManyOfPeople
from .risk import RiskOf
from .site import SiteOf
from .standard import StandardOf


class ManyOfCare(ManyOfPeople, StandardOf, RiskOf, SiteOf):
    """As many records of the rooms around care as a list shows, each of another car of ``cars``."""

    @classmethod
    def _create_loans(cls):
        """Loaners that are out, with their papers and what is asked for."""
        loaners = cls.env['fleet.vehicle'].create([
            prepare_loaner(cls.env, cls.workshop, cls.vehicle.model_id, f'LOAN-{number:03}') for number in range(MANY)])
        loans = cls.env['aftersales.loan'].create([
            {'workshop_id': cls.workshop.id, 'vehicle_id': loaner.id, 'partner_id': car.owner_id.id, 'own_vehicle_id': car.id}
            for loaner, car in zip(loaners, cls.cars, strict=False)])
        cls.env['aftersales.loan.sheet'].create([{'loan_id': loan.id, 'kind': 'out', 'signature': PNG} for loan in loans])
        cls.env.flush_all()
        cls.env.cr.execute(SQL("UPDATE aftersales_loan SET state = 'back' WHERE id IN %s", tuple(loans.ids)))
        cls.env.invalidate_all()
        cls.env['aftersales.loan.charge'].create([{'loan_id': loan.id, 'kind': 'cleaning'} for loan in loans])

    @classmethod
    def _look_over(cls, orders):
        """A spot check of each order's work, and the advisor's last look."""
        cls.env['aftersales.work.spot'].create([{'job_id': order.job_ids[:1].id} for order in orders])
        for order in orders:
            order.with_user(cls.user_advisor)._keep_last_look([{'name': "Clean", 'is_ok': True, 'note': ""}], "Row 3")

    @classmethod
    def _create_tools(cls):
        """Tools, each lent, cared for, calibrated and out of order."""
        tools = cls.env['maintenance.equipment'].create([{
            'name': f"Tool {number}", 'workshop_id': cls.workshop.id, 'company_id': cls.company.id,
            'category_id': cls.env.ref('aftersales.equipment_kind_special_tool').id} for number in range(MANY)])
        employee = cls.user_technician.employee_id
        cls.env['aftersales.tool.loan'].create([{'equipment_id': tool.id, 'employee_id': employee.id} for tool in tools])
        cls.env['aftersales.equipment.check'].create([
            {'equipment_id': tool.id, 'done_by': "Institute", 'date': '2026-01-01'} for tool in tools])
        cls.env['aftersales.equipment.care'].create([{'equipment_id': tool.id, 'point': "Oil"} for tool in tools]).action_done()
        cls.env['maintenance.request'].create([
            {'name': "Broken", 'equipment_id': tool.id, 'down_from': '2026-01-01 08:00:00'} for tool in tools])

    @classmethod
    def _create_payments(cls):
        cls._create_tools()
        cls._create_trainings()
        cls.env['account.payment'].create([
            {'partner_id': car.owner_id.id, 'partner_type': 'customer', 'payment_type': 'inbound', 'amount': 5}
            for car in cls.cars]).action_post()
        journal = cls.env['account.journal'].create({
            'name': "Drawer", 'code': "DRAW", 'type': 'cash', 'company_id': cls.company.id})
        cls.env['aftersales.cash.day'].create([{
            'company_id': cls.company.id, 'journal_id': journal.id, 'user_id': cls.user_accountant.id,
            'date': Date.subtract(Date.today(), days=number)} for number in range(MANY)])
        cls._create_knowledge()
        cls._create_requests()
        cls._create_many_standards(MANY)
        cls._create_many_risks(MANY)
        cls._create_many_sites(MANY)
        cls._create_many_ideas(MANY)
        cls.env.flush_all()
        # Old parts lie in the store since some months.
        cls.env.cr.execute(SQL("UPDATE aftersales_old_part_move SET date = date - INTERVAL '3 months'"))
        cls.env.invalidate_all()

    @classmethod
    def _create_supplies(cls):
        """Parts over the counter to each customer, each in a transfer; and dear parts of orders that nobody ordered yet."""
        sales = cls.env['aftersales.counter.sale'].create([{
            'workshop_id': cls.workshop.id, 'partner_id': car.owner_id.id, 'delivery_kind': 'parcel',
            'line_ids': [Command.create({'product_id': cls.part.id, 'discount': 3})]} for car in cls.cars])
        sales.action_confirm()
        turbo = cls.env['product.product'].create({
            'name': "Turbo", 'type': 'consu', 'is_storable': True, 'list_price': 9000, 'standard_price': 5000})
        orders = cls.env['aftersales.order'].with_user(cls.user_advisor).create([
            cls._prepare_order_vals(vehicle_id=car.id, partner_id=car.owner_id.id, job_ids=[Command.create({
                'name': "Turbo", 'line_ids': [Command.create({'product_id': turbo.id})]})]) for car in cls.cars])
        cls.approve(orders)
        kind, supplier = cls.workshop.warehouse_id.in_type_id, cls.env.ref('stock.stock_location_suppliers')
        receipt = cls.env['stock.picking'].create({
            'picking_type_id': kind.id, 'partner_id': cls.customer.id, 'location_id': supplier.id,
            'location_dest_id': kind.default_location_dest_id.id, 'move_ids': [Command.create({
                'product_id': cls.part.id, 'product_uom_qty': MANY, 'quantity': MANY, 'picked': True,
                'location_id': supplier.id, 'location_dest_id': kind.default_location_dest_id.id})]})
        receipt._action_done()
        bought = cls.env['purchase.order'].create({
            'partner_id': cls.customer.id, 'picking_type_id': kind.id, 'order_line': [
                Command.create({'product_id': product.id, 'product_qty': 1, 'price_unit': 5})
                for product in cls.env['product.product'].create([
                    {'name': f"Bought {number}", 'type': 'consu', 'is_storable': True} for number in range(MANY)])]})
        bought.button_approve()
        bought.picking_ids.move_ids.picked = True
        bought.picking_ids._action_done()
        cls.env['aftersales.fitment'].create([
            {'product_tmpl_id': product.product_tmpl_id.id, 'model_id': cls.vehicle.model_id.id}
            for product in bought.order_line.product_id])
        cls.env['aftersales.short.delivery'].create([
            {'picking_id': receipt.id, 'product_id': cls.part.id, 'kind': 'damaged'} for __ in range(MANY)])
        cls.env['aftersales.incoming.check'].sudo().create([
            {'picking_id': receipt.id, 'product_id': cls.part.id, 'method': 'all'} for __ in range(MANY)])
        categories = cls.env['product.category'].create([{'name': f"Kind {number}"} for number in range(MANY)])
        cls.env['aftersales.incoming.finding'].create([{'name': f"Scratch {number}"} for number in range(MANY)])
        cls.env['aftersales.incoming.plan'].create([
            {'categ_id': category.id, 'method': 'all'} for category in categories])
        cls.env['aftersales.deposit.rate'].create([
            {'name': category.name, 'categ_id': category.id} for category in categories])
        watches = cls.env['aftersales.old.part.watch'].create([
            {'class_id': kind.id} for kind in cls.env['aftersales.part.class'].create([
                {'name': f"Class {number}"} for number in range(MANY)])])
        cls.env['aftersales.old.part.alarm'].sudo().create([
            watch._prepare_alarm_vals(cls.part, '', number) for number, watch in enumerate(watches)])
        cls.env['aftersales.return.window'].create([
            {'name': f"Window {number}", 'date_from': '2026-03-01', 'date_to': '2026-03-09'} for number in range(MANY)])
        cls.env['aftersales.old.part.freight'].create([{'carrier': f"Van {number}"} for number in range(MANY)])
        cls.env['aftersales.supplier.score'].create([
            {'partner_id': car.owner_id.id, 'period_start': '2025-07-01'} for car in cls.cars])
        cls.env['aftersales.supplier.screening'].create([
            {'partner_id': car.owner_id.id, 'certificate_ids': [Command.create({
                'name': f"L-{car.id}", 'valid_until': '2020-01-01'})]} for car in cls.cars])
        cls.env['aftersales.part.defect'].create([{
            'product_id': cls.part.id, 'vehicle_id': car.id, 'workshop_id': cls.workshop.id, 'failure_mode': 'other',
            'effect': "Loud"} for car in cls.cars])
        cls.env['aftersales.deposit'].create([
            {'order_id': order.id, 'line_ids': [Command.set(order.line_ids.ids)]} for order in orders])
        cls._create_core_deposits()

    @classmethod
    def _create_core_deposits(cls):
        """As the invoices of counter sales leave them: one each for another customer."""
        sales = cls.env['aftersales.counter.sale'].create([{
            'workshop_id': cls.workshop.id, 'partner_id': car.owner_id.id, 'line_ids': [Command.create({
                'product_id': cls.part.id, 'quantity': 1, 'core_deposit': 5})]} for car in cls.cars])
        cls.env['aftersales.core.deposit'].sudo().create([{
            'line_id': line.id, 'pieces': 1, 'amount_piece': 5, 'held_since': '2026-03-01', 'due_date': '2026-04-30',
        } for line in sales.line_ids])
        cls.env.flush_all()
        cls.env.cr.execute(SQL("UPDATE aftersales_core_deposit SET state = 'held', amount_held = 5"))
        cls.env.invalidate_all()

    @classmethod
    def _create_members(cls):
        """Customers with levels and cards, who used one on an order each."""
        levels = cls.env['aftersales.member.level'].create([
            {'name': f"Level {number}", 'threshold': number} for number in range(MANY)])
        cls.env['aftersales.member'].sudo().create([
            {'company_id': cls.company.id, 'partner_id': car.owner_id.id, 'level_id': level.id}
            for car, level in zip(cls.cars, levels, strict=False)])
        cls.env['aftersales.benefit'].sudo().create([
            {'order_id': order.id, 'kind': 'level', 'program_name': "Gold"} for order in cls.orders])
        programs = cls.env['loyalty.program'].create([{
            'name': f"Many {number}", 'program_type': 'coupons', 'communication_plan_ids': [Command.clear()]}
            for number in range(MANY)])
        cls.env['loyalty.card'].create([{'program_id': programs[0].id, 'partner_id': car.owner_id.id} for car in cls.cars])
        cls.env['aftersales.coupon.terms'].create([{'coupon_program': str(program.id)} for program in programs])
        rule, __ = cls.env['aftersales.voucher.rule'].create([
            {'occasion': occasion, 'coupon_program': str(programs[0].id)} for occasion in ('birthday', 'referral')])
        cls.env['aftersales.voucher'].create([{
            'rule_id': rule.id, 'partner_id': car.owner_id.id, 'code': f"V{number}", 'date': Date.today(), 'year': number}
            for number, car in enumerate(cls.cars)])
        cls.env['aftersales.offer'].create([{'name': f"Offer {number}", 'text': "Free"} for number in range(MANY)])

    @classmethod
    def _create_published_prices(cls):
        """A version of the price list a day, another outlet's with other prices, and what as many competitors ask."""
        cls.env['aftersales.price.list'].create({
            'workshop_id': cls.env['aftersales.workshop'].create({
                'name': "Other Prices", 'code': "OPR", 'company_id': cls.company.id, 'manager_id': cls.user_manager.id,
                'warehouse_id': cls.workshop.warehouse_id.id, 'bay_ids': [Command.create({'name': "OPR 1"})]}).id,
            'line_ids': [Command.create({'kind': 'other', 'name': f"Wash {number}", 'price': 8}) for number in range(MANY)],
        }).action_publish()
        cls.env['aftersales.price.list'].create([{
            'workshop_id': cls.workshop.id, 'valid_from': Date.add(Date.today(), days=number), 'line_ids': [Command.create({
                'kind': 'other', 'name': f"Wash {number}", 'price': 9})]} for number in range(MANY)])
        cls.env['aftersales.competitor.price'].create([{'shop': f"Shop {number}", 'price': 300} for number in range(MANY)])

    @classmethod
    def _create_contracts(cls):
        """A contract of each car, of types as many."""
        accounts = cls.env['account.account'].with_company(cls.company)
        deferred, income = (accounts.create({'name': kind, 'code': code, 'account_type': kind}) for kind, code in (
            ('liability_current', 'MANY1'), ('income', 'MANY2')))
        journal = cls.env['account.journal'].create({
            'name': "Contracts", 'code': "MANY", 'type': 'general', 'company_id': cls.company.id})
        product = cls.env['product.product'].create({'name': "Prepaid", 'type': 'service'})
        kinds = cls.env['aftersales.contract.type'].create([{
            'name': f"Package {number}", 'price': 9, 'company_id': cls.company.id, 'product_id': product.id,
            'deferred_account_id': deferred.id, 'income_account_id': income.id, 'journal_id': journal.id,
        } for number in range(MANY)])
        contracts = cls.env['aftersales.contract'].create([
            {'type_id': kind.id, 'vehicle_id': car.id, 'partner_id': car.owner_id.id}
            for kind, car in zip(kinds, cls.cars, strict=False)])
        contracts.start_date = Date.today()  # it counts in the figures
        cls.env.flush_all()
        cls.env.cr.execute(
            """INSERT INTO aftersales_contract_answer (contract_id, company_id, answer, way, date)
               SELECT id, company_id, 'call', 'slip', NOW() FROM aftersales_contract WHERE id IN %s""", [tuple(contracts.ids)])
        cls.env['aftersales.contract.visit'].create([{
            'contract_id': contract.id, 'line_ids': [Command.create({
                'vehicle_id': contract.vehicle_id.id, 'name': "Tread", 'condition': 'replace'})]} for contract in contracts])

    @classmethod
    def _create_tyres(cls):
        """A set on each place of the rack."""
        places = cls.env['aftersales.tyre.place'].create([
            {'name': f'Q-{number}', 'workshop_id': cls.workshop.id} for number in range(MANY)])
        sets = cls.env['aftersales.tyre.set'].create([
            {'vehicle_id': car.id, 'workshop_id': cls.workshop.id, 'place_id': place.id}
            for car, place in zip(cls.cars, places, strict=False)])
        sets.tyre_ids.write({'tread_depth': 3})
        sets.action_store()

    @classmethod
    def _create_followups(cls):
        """A step, a contact and a wish of each customer, and rules, scripts and deputies as many."""
        rule = cls.env.ref('aftersales.followup_rule_visit')
        steps = cls.env['aftersales.followup'].create([{
            'rule_id': rule.id, 'partner_id': car.owner_id.id, 'vehicle_id': car.id, 'workshop_id': cls.workshop.id,
        } for car in cls.cars])
        for step in steps:
            step._note_contact('reached')
        steps.write({'question': "Does it need new parts?", 'question_deadline': '2030-01-01'})
        cls.env['aftersales.consent'].create([
            {'partner_id': car.owner_id.id, 'channel': 'sms', 'purpose': 'marketing'} for car in cls.cars])
        cls.env['aftersales.contact.plan'].create([
            {'partner_id': car.owner_id.id, 'vehicle_id': car.id, 'date': Date.add(Date.today(), days=9),
             'topic': "Inspection", 'workshop_id': cls.workshop.id} for car in cls.cars])
        cls.cars.sudo().file_reopened_date = '2020-01-01'  # files that were due
        cls.env['aftersales.contact.check'].sudo().create([
            {'partner_id': car.owner_id.id, 'channel': 'sms', 'purpose': 'service', 'company_id': cls.company.id}
            for car in cls.cars])
        cls.env['aftersales.followup.script'].create([{'name': f"Script {number}"} for number in range(MANY)])
        cls.env['aftersales.followup.tip'].create([{'name': f"Tip {number}", 'text': "Look"} for number in range(MANY)])
        cls.env['aftersales.followup.summary'].create([
            {'company_id': cls.company.id, 'period_start': f'{2000 + number // 12}-{1 + number % 12:02}-01'}
            for number in range(MANY)])
        cls.env['aftersales.followup.rule'].create([{'name': f"Rule {number}"} for number in range(MANY)])
        cls.env['aftersales.followup.deputy'].create([{
            'user_id': cls.user_care.id, 'deputy_id': cls.user_advisor.id, 'date_from': f'{2000 + number}-01-01',
            'date_to': f'{2000 + number}-01-02'} for number in range(MANY)])

    @classmethod
    def _create_reminders(cls):
        """A reminder, told and noted, and an insurance of each car; rules, days and targets as many."""
        reminders = cls.env['aftersales.reminder'].create([{
            'rule_id': cls.env.ref('aftersales.reminder_rule_inspection_60').id, 'partner_id': car.owner_id.id,
            'vehicle_id': car.id, 'workshop_id': cls.workshop.id, 'company_id': cls.company.id, 'channel': 'letter',
            'due_date': '2030-01-01', 'due_name': "inspection", 'ready_date': '2029-12-01'} for car in cls.cars])
        reminders._note_in_register('letter')
        cls.env['aftersales.renewal'].create([
            {'vehicle_id': car.id, 'due_date': '2030-01-01', 'workshop_id': cls.workshop.id, 'user_id': cls.user_care.id,
             'insurer_id': cls.customer.id} for car in cls.cars])
        cls.env['aftersales.reminder.rule'].create([
            {'name': f"Rule {number}", 'subject': "Due", 'text': "Due", 'sms_text': "due", 'workshop_id': cls.workshop.id}
            for number in range(MANY)])
        cls.env['aftersales.reminder.day'].create([
            {'name': f"Day {number}", 'date': f'{2040 + number}-01-01', 'workshop_id': cls.workshop.id}
            for number in range(MANY)])
        cls.env['aftersales.renewal.target'].create([
            {'workshop_id': cls.workshop.id, 'month': f'{2040 + number}-01-01'} for number in range(MANY)])

    @classmethod
    def _create_events(cls):
        """Events as many as customers, each with a guest and a cost, and kinds of events."""
        cls.env['aftersales.campaign.kind'].create([{'name': f"Kind {number}"} for number in range(MANY)])
        events = cls.env['aftersales.campaign'].create([{
            'name': f"Course {number}", 'kind_id': cls.env.ref('aftersales.campaign_kind_course').id, 'start': '2030-01-01',
            'stop': '2030-01-02', 'workshop_id': cls.workshop.id} for number in range(MANY)])
        cls.env['aftersales.campaign.cost'].create([
            {'campaign_id': event.id, 'name': "Hall", 'amount': 5} for event in events])
        cls.env['aftersales.campaign.guest'].create([
            {'campaign_id': event.id, 'partner_id': car.owner_id.id, 'vehicle_id': car.id}
            for event, car in zip(events, cls.cars, strict=False)])

    @classmethod
    def _create_values(cls):
        """Each customer has a class, a past and a case of his own; as many reasons and points as that."""
        values = cls.env['aftersales.customer.value'].sudo().create([{
            'company_id': cls.company.id, 'partner_id': partner.id, 'value_class': 'b', 'status': 'lost',
            'was_loyal': True, 'first_visit': '2024-01-01', 'last_visit': '2025-01-01', 'decided_date': '2026-03-01',
            'workshop_id': cls.workshop.id, 'user_id': cls.user_advisor.id} for partner in cls.cars.owner_id])
        cls.env['aftersales.value.count'].sudo().create([{
            'company_id': cls.company.id, 'partner_id': value.partner_id.id, 'customer_id': value.partner_id.id,
            'counted_day': '2025-01-01', 'visits': 1, 'workshop_id': cls.workshop.id} for value in values])
        values._open_cases()
        cls.env['aftersales.value.run']._get_runs()
        cls.env['aftersales.lost.reason'].create([{'name': f"Reason {number}"} for number in range(MANY)])
        cls.env['aftersales.value.band'].create([
            {'kind': 'amount', 'threshold': 900000 + number, 'points': 1} for number in range(MANY)])

    @classmethod
    def _create_catalogue(cls):
        parts = cls.env['product.template'].create([{'name': f"Part {number}"} for number in range(MANY)])
        cls.env['aftersales.part.number'].create([{'product_tmpl_id': part.id, 'name': f"AB-{part.id}"} for part in parts])
        cls.env['aftersales.fitment'].create([
            {'product_tmpl_id': part.id, 'brand_id': cls.cars[0].model_id.brand_id.id} for part in parts])
        cls.env['aftersales.fitment.mapping'].create([
            {'name': f"Make {number}", 'kind': 'make', 'brand_id': cls.cars[0].model_id.brand_id.id} for number in range(MANY)])
        cls.env['aftersales.part.supersession'].create([
            {'product_tmpl_id': part.id, 'successor_id': successor.id} for part, successor in pairwise(parts)])

    @classmethod
    def _create_stock_papers(cls):
        """Parts that lie there, with what is proposed to keep of them, lost sales of them and purchases in a hurry."""
        parts = cls.env['product.product'].create([
            {'name': f"Bolt {number}", 'type': 'consu', 'is_storable': True, 'standard_price': 3} for number in range(MANY)])
        warehouse = cls.workshop.warehouse_id
        for part in parts:
            cls.env['stock.quant']._update_available_quantity(part, warehouse.lot_stock_id, 2)
        cls.env['aftersales.lost.sale'].create([{
            'product_id': part.id, 'warehouse_id': warehouse.id, 'partner_id': car.owner_id.id, 'order_id': order.id,
        } for part, car, order in zip(parts, cls.cars, cls.orders, strict=False)])
        cls.env['purchase.order'].create([
            {'partner_id': car.owner_id.id, 'aftersales_emergency': 'rare'} for car in cls.cars])
        cls._keep_stores(warehouse, parts)
        Policy = cls.env['aftersales.stocking.policy']
        Policy._create_missing()
        Policy.search([('warehouse_id', '=', warehouse.id)]).sudo()._propose()

    @classmethod
    def _keep_stores(cls, warehouse, parts):
        """How a store is kept, each part of a category of its own, which moved once."""
        for part in parts:
            part.categ_id = cls.env['product.category'].create({'name': part.name})
        moves = cls.env['stock.move'].create([{
            'product_id': part.id, 'product_uom_qty': 1, 'company_id': cls.company.id,
            'location_id': cls.env.ref('stock.stock_location_suppliers').id, 'location_dest_id': warehouse.lot_stock_id.id,
        } for part in parts])
        moves._action_confirm()
        moves.write({'quantity': 1, 'picked': True})
        moves._action_done()
        lines = cls.orders.line_ids.filtered('product_id')[:MANY]
        cls.env.flush_all()
        for move, line in zip(moves, lines, strict=False):  # as if they had been handed out
            cls.env.cr.execute(SQL(
                "UPDATE stock_move SET location_id = location_dest_id, aftersales_line_id = %s WHERE id = %s",
                line.id, move.id))
        cls.env.invalidate_all()
        accounts = cls.env['account.account'].with_company(cls.company)
        costs, debts = (accounts.create({'name': kind, 'code': code, 'account_type': kind}) for kind, code in (
            ('expense', 'MANY3'), ('liability_current', 'MANY4')))
        journal = cls.env['account.journal'].create({
            'name': "Costs", 'code': "MANYC", 'type': 'general', 'company_id': cls.company.id})
        cls.env['account.move'].create([{
            'move_type': 'entry', 'journal_id': journal.id, 'date': Date.add(Date.today(), months=-number),
            'line_ids': [Command.create({'account_id': account.id, 'balance': balance})
                         for account, balance in ((costs, 5), (debts, -5))],
        } for number in range(MANY)])._post(soft=False)
        cls.env['aftersales.store.check'].create([{
            'warehouse_id': warehouse.id, 'date': Date.add(Date.today(), days=-number)} for number in range(MANY)])
        cls.env['aftersales.count.reason'].create([{'name': "Else", 'code': f'Z{number}'} for number in range(MANY)])
        cls.env['aftersales.store.point'].create([{'name': f"Point {number}"} for number in range(MANY)])
        cls.env['aftersales.stock.review'].create([{'warehouse_id': warehouse.id} for __ in range(MANY)])
        cls.company.aftersales_writedown = True
        cls.env['aftersales.stock.writedown'].create([
            {'date': Date.add(Date.today(), years=-number - 1)} for number in range(MANY)])
        cls.env['aftersales.writedown.band'].create([{'months': 50 + number, 'percent': 100} for number in range(MANY)])
        cls.env['aftersales.spot.check'].create([{
            'warehouse_id': warehouse.id, 'line_ids': [Command.create({
                'product_id': part.id, 'location_id': warehouse.lot_stock_id.id, 'is_counted': True})]} for part in parts])
        cls.env['aftersales.season.plan'].create([{
            'name': f"Winter {number}", 'warehouse_id': warehouse.id, 'date_start': '2099-12-01', 'date_end': '2100-02-28',
            'line_ids': [Command.create({'product_id': part.id})]} for number, part in enumerate(parts)])
        cls.env['aftersales.scrap.request'].create([{
            'warehouse_id': warehouse.id, 'line_ids': [Command.create({'product_id': part.id, 'remark': "Torn"})]}
            for part in parts])
