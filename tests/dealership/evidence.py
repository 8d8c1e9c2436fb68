from odoo.fields import Command, Date

from .counter import PNG
from .health import PIXEL
from .later_life import LaterLife
from .loan import LICENCE, prepare_loaner
from .standard import StandardOf


class LaterEvidence(StandardOf):
    """Papers of crises, of rescues on the road, and of cars that are lent."""

    def _report_audit(self):
        """An assessment that is reported, and the version of the standard that it follows."""
        standard = self._use_standard()
        audit = self._start_audit(standard, deduction_count=1, deduction_note="Promise", summary="Good")
        audit.action_rest_full()
        audit.line_ids[0].photo = PIXEL
        audit.action_finish()
        incident = self.env['aftersales.incident'].create({'subject': "Spill", 'workshop_id': self.workshop.id})
        self._forge(incident, 'state', 'closed')
        return *self._decide_idea(), *self._end_growth(), (incident, []), self._sign_site_check(), (
            audit, [audit.area_ids, audit.line_ids]), (
            standard, [standard.level_ids, standard.area_ids, standard.area_ids.criterion_ids])

    def _hand_in_day(self):
        return self.env['aftersales.day.report'].with_user(self.user_dispatcher)._hand_in(
            self.workshop, self.company._get_today()).with_env(self.env)

    def _keep_privacy_papers(self):
        """What a person was handed over, what somebody promised, and what went by the table of terms."""
        request = self.env['aftersales.personal.request'].create({
            'partner_id': self.customer.id, 'kind': 'access', 'identity': "Card shown"})
        request.action_make_file()
        text = self.env['aftersales.secrecy.text'].create({
            'name': "Confidentiality", 'version': "EVIDENCE", 'body': "Told nobody"})
        text.action_ask()
        promise = text.promise_ids[0]
        promise.action_sign(PNG)
        run = self.env['aftersales.deletion.run'].create({})
        run.action_begin()
        run._continue()
        return (request.copy_ids, []), (text, []), (promise, []), (run, [run.line_ids])

    def _end_growth(self):
        """A mentoring that is signed off, a contest that was held."""
        mate = self.env['hr.employee'].create({'name': "New Hand", 'company_id': self.company.id})
        mentoring = self.env['aftersales.mentoring'].with_user(self.user_trainer).create({
            'mentor_id': self.technician.id, 'apprentice_id': mate.id, 'start_date': '2026-01-01', 'stop_date': '2026-02-01',
            'goals': "Brakes", 'result': "Can do it", 'line_ids': [Command.create({'name': "Bleeds", 'note': "Well"})]})
        mentoring.action_sign_off()
        contest = self.env['aftersales.contest'].with_user(self.user_trainer).create({
            'name': "Diagnosis", 'date': '2026-01-01', 'discipline': "Engine", 'contest_tasks': "Find it", 'jury': "Head",
            'workshop_id': self.workshop.id, 'place_ids': [
                Command.create({'employee_id': mate.id, 'score': 9, 'prize': "Book"})]})
        contest.action_hold()
        return (mentoring, [mentoring.line_ids]), (contest, [contest.place_ids])

    def _decide_idea(self):
        idea = self.env['aftersales.idea'].with_user(self.user_technician).create({
            'subject': "Trolley", 'gain': "Time", 'description': "Filled", 'workshop_id': self.workshop.id})
        boss = idea.with_user(self.user_manager)
        boss.write({'answer': "Yes", 'reward': "Book"})
        boss.action_take_up()
        goal = self.env['aftersales.goal'].with_user(self.user_manager).create({
            'name': "Promise", 'indicator': "In time", 'due_date': '2030-01-01', 'value_before': 1, 'value_goal': 2,
            'value_reached': 2, 'effect': "Good", 'kept_as': "Norm 4", 'unit': "%", 'workshop_id': self.workshop.id})
        goal.action_keep()
        norm = self.env['aftersales.norm'].with_user(self.user_manager).create({
            'code': "3.4", 'name': "Belongings", 'text': "Listed"})
        norm.action_use()
        article = self.env['aftersales.bulletin'].with_user(self.user_trainer).create({
            'title': "Creaks", 'remedy': "Grease it"})
        article.action_publish()
        budget = self.env['aftersales.budget'].with_user(self.user_manager).create({
            'company_id': self.company.id, 'budget_year': 2030, 'line_ids': [
                (0, 0, {'kind': 'labour', 'month': '2030-02-01', 'amount': 5})]})
        budget.action_propose()
        return (boss, []), (goal, []), (norm, []), (article, []), (budget, [budget.line_ids])

    def _sign_site_check(self):
        area = self.env['aftersales.site.area'].create({'name': "Hall", 'workshop_id': self.workshop.id})
        check = self.env['aftersales.site.check'].with_user(self.user_inspector).create({
            'area_id': area.id, 'remark': "Seen",
            'line_ids': [Command.create({
                'name': "Dry", 'mark': '2', 'finding': "Wet", 'photo': PIXEL, 'user_id': self.user_parts.id})]})
        check.action_sign()
        return check, [check.line_ids]

    def _close_rescue(self):
        """A rescue that is over with its photo, and what was signed on the way."""
        rescue = self.env['aftersales.rescue'].create({
            'place': "Gate 3", 'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id})
        photo = self.env['aftersales.rescue.photo'].create({'rescue_id': rescue.id, 'image': PIXEL})
        sheet = self.env['aftersales.rescue.sheet'].create({
            'rescue_id': rescue.id, 'line_ids': [Command.create({'name': "Battery", 'reason': "Dead"})],
            'fault_found': "Dead", 'cause': "Old", 'work_done': "New", 'tests': "Starts", 'signatory': "Chen Jing",
            'crew_signatory': "Wang Wei"})
        self._forge(rescue, 'state', 'solved')
        sheet.signature = PNG
        sheet.action_sign()
        receipt = self.env['aftersales.rescue.receipt'].create({
            'rescue_id': rescue.id, 'what': "Alternator", 'giver_name': "Chen Jing", 'signature': PNG})
        receipt.action_take()
        expense = self.env['aftersales.rescue.expense'].create({
            'rescue_id': rescue.id, 'employee_id': self.technician.id, 'amount': 5, 'note': "Toll"})
        self._forge(expense, 'state', 'approved')
        rescue.part_ids = [Command.create({'product_id': self.part.id, 'note': "In case"})]
        rescue._list_steps()
        rescue.promise_ids = [Command.create({'promise_step': 'spare'})]
        rescue.car_ids = [Command.create({'vehicle_id': self.vehicle.id, 'findings': "None"})]
        self._forge(rescue, 'closed_date', '2026-03-02')
        self._forge(rescue, 'state', 'closed')
        return [
            (rescue, [photo, rescue.part_ids, rescue.tick_ids, rescue.car_ids, rescue.promise_ids]), (sheet, [sheet.line_ids]),
            (receipt, []), (expense, [])]

    def _end_alternative(self):
        """What was offered beside a job until the customer answered."""
        job = self._create_orders().job_ids
        alternative = self.env['aftersales.alternative'].with_user(self.user_advisor).create({
            'job_id': job.id, 'name': "Pads alone", 'line_ids': [Command.create({'product_id': self.part.id})]})
        job._approve('phone')
        return alternative, [alternative.line_ids]

    def _check_in_from_home(self):
        """What a customer said before the counter, with his photo."""
        visit = self.env['aftersales.appointment'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'state': 'draft', 'start': '2031-05-06 09:00:00'})
        home = self.env['aftersales.home.checkin'].sudo().create({'appointment_id': visit.id})
        home.photo_ids = [Command.create({'view': 'left', 'note': "Scratch", 'image': PIXEL})]
        home._confirm({
            'signatory': "Chen Jing", 'odometer': 5, 'concern': "Squeaks", 'car_remark': "New plate", 'is_waiter': True,
            'needs_loaner': True, 'channel': 'home'}, "Paid before the car leaves")
        return home.with_env(self.env), [home.photo_ids.with_env(self.env)]

    def _look_car_over(self):
        order = self._receive_approved()
        self._pass(order)
        order.with_user(self.user_advisor)._keep_last_look([{'name': "Clean", 'is_ok': True, 'note': "Washed"}], "Row 3")
        return order.last_look_ids, [order.last_look_ids.line_ids]

    def _settle_accident(self):
        """An accident that is over, and what the insurer has approved of it."""
        accident = self.env['aftersales.accident'].create({
            'order_id': self._create_orders().id, 'insurer_id': self.customer.id, 'place': "Gate 3"})
        assessment = self.env['aftersales.assessment'].create({
            'accident_id': accident.id, 'approver': "Li",
            'line_ids': [Command.create({'name': "Door", 'amount_asked': 5, 'amount': 5})]})
        assessment.action_ask()
        assessment.action_approve()
        accident.visit_ids = [Command.create({'date': '2026-03-02 02:00:00'})]
        accident.photo_ids = [Command.create({'image': PIXEL})]
        self._forge(accident, 'closed_date', '2026-03-02')
        return (
            (accident, [accident.visit_ids, accident.photo_ids, accident.paper_ids[:1]]),
            (assessment, [assessment.line_ids]))

    def _keep_supplier_evidence(self):
        """Signed for by a supplier, made for a maker, confirmed by a station: the last of two each."""
        claim = self._send_answer()[0].claim_id
        agreement = self.env['aftersales.supplier.agreement'].create({'partner_id': self.customer.copy().id})
        statements = self.env['aftersales.claim.statement'].sudo().create([{
            'agreement_id': agreement.id, 'currency_id': self.company.currency_id.id, 'period': period}
            for period in ('2026-01-01', '2026-02-01')])
        handovers = self.env['aftersales.claim.handover'].sudo().create([{
            'statement_id': statement.id, 'receiver': "Chen Jing", 'signature': PNG, 'signature_kind': 'drawn',
            'parts': "OP/2026/00001"} for statement in statements])
        export = self.env['aftersales.claim.export'].create({'name': "Chen's list"})
        files = self.env['aftersales.claim.file'].sudo()
        for __ in range(2):
            files |= files._keep(export, claim, b'1;2')
        self.workshop.name = "Chen Motors"
        settlements = self.env['aftersales.station.settlement'].create([
            {'workshop_id': self.workshop.id, 'period': period} for period in ('2026-01-01', '2026-02-01')])
        confirmations = self.env['aftersales.station.confirmation'].sudo().create([
            {'settlement_id': settlement.id} for settlement in settlements])
        return [handovers[-1], files[-1], confirmations[-1]]

    def _hand_over_car(self):
        """The sheet by which a sold car became its buyer's."""
        sheet = self.env['aftersales.handover'].with_user(self.user_manager).create({
            'vehicle_id': self.env['fleet.vehicle'].create({
                'model_id': self.vehicle.model_id.id, 'license_plate': 'EVIDENCE HO'}).id,
            'partner_id': self.customer.id, 'odometer': 8})
        sheet.action_all_in_order()
        sheet.line_ids[0].photo = PIXEL
        sheet.with_user(self.user_technician).action_sign_technician(PNG)
        sheet.with_user(self.user_inspector).action_sign_inspector(PNG)
        sheet.action_ready()
        sheet.action_all_in_order()
        sheet.signatory = "Chen Jing"
        sheet.signature = PNG
        sheet.action_sign_sales(PNG)
        sheet.action_hand_over()
        return sheet.with_user(self.user_advisor), [sheet.line_ids]

    def _report_visit(self):
        """A visit under a contract whose report the customer has signed."""
        visit = self.env['aftersales.contract.visit'].create({
            'contract_id': self.env['aftersales.contract'].create({
                'type_id': LaterLife._create_contract_type(self).id, 'vehicle_id': self.vehicle.id,
                'partner_id': self.customer.id}).id,
            'summary': "Worn", 'signatory': "Chen Jing", 'line_ids': [Command.create({
                'vehicle_id': self.vehicle.id, 'name': "Tread", 'value': 2, 'condition': 'replace'})]})
        self._forge(visit, 'state', 'done')
        visit.signature = PNG
        visit.action_report()
        return visit, [visit.line_ids]

    def _hand_out_loaner(self):
        loaner = self.env['fleet.vehicle'].create(prepare_loaner(self.env, self.workshop, self.model_a, 'EVIDENCE'))
        loan = self.env['aftersales.loan'].with_user(self.user_advisor).create({
            'workshop_id': self.workshop.id, 'partner_id': self.customer.id, 'vehicle_id': loaner.id, **LICENCE})
        sheet = loan.env['aftersales.loan.sheet'].browse(loan.action_hand_out()['res_id'])
        sheet.write({
            'odometer': 10, 'fuel_level': 90, 'remark': "Clean", 'accessories': "Cable",
            'damage_ids': [Command.create({'view': 'left', 'x': 0.5, 'y': 0.5, 'note': "Old", 'photo': PIXEL})]})
        sheet.signature = PNG
        sheet.action_sign_staff(PNG)
        sheet.action_sign()
        return sheet, [sheet.damage_ids]

    def _review_crisis(self):
        crisis = self.env['aftersales.crisis'].create({'name': "Hoses", 'review': "Another lot"})
        parts = [self.env[f'aftersales.crisis.{name}'].create({'crisis_id': crisis.id, **vals}) for name, vals in (
            ('statement', {'audience': 'press', 'text': "We look into it"}),
            ('step', {'name': "Call", 'due_date': '2026-03-02', 'note': "Reached"}))]
        self._forge(crisis, 'over_date', '2026-03-02')
        self._forge(crisis, 'state', 'over')
        return crisis, parts

    def _hand_over_old_part(self):
        """An old part that the customer took along, and the step that tells of it."""
        part = self.env['aftersales.old.part'].create({
            'job_id': self._create_orders().job_ids.id, 'product_id': self.part.id, 'duty': 'customer', 'place': "Chen's box"})
        part.action_hand_in()
        order = part.order_id
        order.action_give_old_parts(PNG)
        freight = self.env['aftersales.old.part.freight'].create({'carrier': "Chen's van"})
        self._forge(freight, 'leader_date', '2026-03-02')
        return (part.receipt_id, []), (part.move_ids[:1], []), (freight, [])

    def _approve_supplier_score(self):
        score = self.env['aftersales.supplier.score'].with_user(self.user_manager).create({
            'partner_id': self.customer.id, 'period_start': '2020-01-01'})
        for line in score.line_ids.filtered('is_judged'):
            line.write({'points': 80, 'words': "Visited"})
        score.action_approve()
        return score, [score.line_ids]

    def _decide_screening(self):
        screening = self.env['aftersales.supplier.screening'].with_user(self.user_manager).create({
            'partner_id': self.customer.id, 'findings': "Dark works"})
        screening.action_fail()
        return screening, []

    def _sign_store_papers(self):
        check = self.env['aftersales.store.check'].with_user(self.user_parts).create({
            'warehouse_id': self.workshop.warehouse_id.id, 'line_ids': [Command.create({'name': "Dry", 'result': 'ok'})]})
        check.action_sign()
        review = self.env['aftersales.stock.review'].sudo().create({
            'warehouse_id': check.warehouse_id.id, 'remark': "All well", 'line_ids': [Command.create({
                'product_id': self.part.id, 'location_id': check.warehouse_id.lot_stock_id.id, 'result': 'keep'})]})
        review.action_close()
        request = self.env['aftersales.scrap.request'].with_user(self.user_parts).create({
            'warehouse_id': check.warehouse_id.id, 'line_ids': [Command.create({
                'product_id': self.part.id, 'remark': "Torn"})]})
        self._forge(request, 'state', 'asked')
        spot = self.env['aftersales.spot.check'].sudo().create({
            'warehouse_id': check.warehouse_id.id, 'line_ids': [Command.create({
                'product_id': self.part.id, 'location_id': check.warehouse_id.lot_stock_id.id})]})
        self._forge(spot, 'state', 'closed')
        self.company.aftersales_writedown = True
        writedown = self.env['aftersales.stock.writedown'].sudo().create({'date': '2019-12-31'})
        self.env['aftersales.stock.writedown.line'].sudo().create({
            'writedown_id': writedown.id, 'product_id': self.part.id, 'warehouse_id': check.warehouse_id.id})
        self._forge(writedown, 'state', 'released')
        plan = self.env['aftersales.season.plan'].with_user(self.user_parts).create({
            'name': "Winter", 'warehouse_id': check.warehouse_id.id, 'date_start': '2099-12-01', 'date_end': '2100-02-28',
            'line_ids': [Command.create({'product_id': self.part.id})]})
        plan.action_give()
        return [(paper, [paper.line_ids]) for paper in (writedown, spot, check, review, request, plan)]

    def _publish_offer(self):
        offer = self.env['aftersales.offer'].with_user(self.user_manager).create({'name': "Spring", 'text': "A free check"})
        offer.action_publish()
        return offer

    def _publish_prices(self):
        price_list = self.env['aftersales.price.list'].with_user(self.user_manager).create({
            'workshop_id': self.workshop.id, 'valid_from': Date.add(Date.today(), days=1), 'conditions': "By flat rates",
            'line_ids': [Command.create({'kind': 'other', 'name': "Wash", 'price': 9})]})
        price_list.action_publish()
        return price_list, [price_list.line_ids]
