import base64

from odoo.fields import Command

from .counter import PNG
from .standard import StandardOf


class LaterLife(StandardOf):
    """Documents of parts, contracts and prices, as the people who make them do."""

    def _prepare_money_documents(self):
        """:return: list of (model as the role that makes it, values)"""
        manager, parts = self.env(user=self.user_manager.id), self.env(user=self.user_parts.id)
        sold = {
            'type_id': self._create_contract_type().id, 'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id}
        return [
            (manager['aftersales.agreement'], {'partner_id': self.customer.id}),
            (self.env(user=self.user_advisor.id)['aftersales.contract'], sold),
            (self.env(user=self.user_advisor.id)['aftersales.contract.visit'], {
                'contract_id': self.env['aftersales.contract'].create(sold).id, 'planned_date': '2026-03-09'}),
            (self.env(user=self.user_advisor.id)['aftersales.deposit'], {'order_id': self._prepare_special_order().id}),
            (parts['aftersales.counter.sale'], {
                'workshop_id': self.workshop.id, 'line_ids': [Command.create({'product_id': self.part.id})]}),
            (parts['aftersales.short.delivery'], {
                'picking_id': self._take_in().id, 'product_id': self.part.id, 'kind': 'damaged'}),
            (parts['aftersales.part.defect'], {
                'workshop_id': self.workshop.id, 'product_id': self.part.id, 'failure_mode': 'other', 'effect': "Loud",
                'partner_id': self.customer.id, 'answer_due': '2026-03-09', 'answer': 'accepted', 'cause': "Hard",
                'measure': "Other", 'remedy': 'none'}),
            (self.env(su=True)['aftersales.incoming.check'], {
                'picking_id': self._take_in().id, 'product_id': self.part.id, 'method': 'all', 'quantity': 1,
                'qty_checked': 1, 'remark': "Seen"}),
            (parts['aftersales.supplier.score'], {'partner_id': self.customer.id, 'period_start': '2025-07-01'}),
            (parts['aftersales.supplier.screening'], {
                'partner_id': self.customer.id, 'sample_result': 'good', 'findings': "Clean works",
                'certificate_ids': [Command.create({'kind': 'licence', 'name': "9131"})]}),
            (manager['aftersales.offer'], {'name': "Spring", 'text': "A free check"}),
            *self._prepare_knowledge_documents(), self._prepare_training(), *self._prepare_growth(),
            *self._prepare_standard_documents(),
            (self.env(user=self.user_manager.id)['aftersales.personal.request'], {
                'partner_id': self.customer.id, 'kind': 'access', 'identity': "Card shown", 'answer': "Copied"}),
            (manager['aftersales.exchange.import'], {
                'file': base64.b64encode(b"Customer No.,Customer's Name\nC-1,Li\n"), 'file_name': 'people.csv'}),
            (manager['aftersales.access.review'], {}), *self._prepare_privacy_documents(),
            (manager['aftersales.appraisal.sheet'], {
                'employee_id': self.technician.id, 'month': '2026-02-01', 'objection': "Too little", 'answer': "Seen",
                'template_id': self.env.ref('aftersales.appraisal_template_technician').id}),
            (self.env(su=True)['aftersales.cash.day'], {
                'company_id': self.company.id, 'user_id': self.user_accountant.id, 'date': '2026-03-02',
                'journal_id': self.env['account.journal'].create({
                    'name': "Drawer", 'code': "DRAW", 'type': 'general', 'company_id': self.company.id}).id}),
            (manager['aftersales.price.list'], {
                'workshop_id': self.workshop.id, 'valid_from': '2026-03-02',
                'line_ids': [Command.create({'kind': 'other', 'name': "Wash", 'price': 9})]}),
        ]

    def _prepare_knowledge_documents(self):
        technician = self.env(user=self.user_technician.id)
        return [
            (technician['aftersales.bulletin'], {'title': "Creaks", 'remedy': "Grease it"}),
            (technician['aftersales.hard.case'], {
                'subject': "Hums", 'cause': "Bearing", 'solution': "Renewed", 'step_ids': [Command.create({'idea': "Tyre"})]}),
        ]

    def _prepare_privacy_documents(self):
        text = self.env['aftersales.secrecy.text'].create({
            'name': "Confidentiality", 'version': "LIFE", 'body': "Nothing told"})
        return [
            (self.env(su=True)['aftersales.day.report'], {
                'workshop_id': self.workshop.id, 'date': '2026-03-02', 'handed_id': self.user_dispatcher.id,
                'handed_date': '2026-03-02 09:00:00', 'content': "{}", 'remark': "Not all"}),
            (self.env(user=self.user_manager.id)['aftersales.deletion.run'], {}),
            (self.env(su=True)['aftersales.secrecy.promise'], {
                'text_id': text.id, 'employee_id': self.env['hr.employee'].create({
                    'name': "New Hand", 'company_id': self.company.id}).id, 'signature': PNG})]

    def _prepare_training(self):
        trainer = self.env(user=self.user_trainer.id)
        return (trainer['aftersales.training.session'], {
            'course_id': trainer['aftersales.training.course'].create({
                'name': "Manners", 'kind_id': self.env.ref('aftersales.training_kind_reception').id}).id,
            'company_id': self.company.id, 'start': '2026-03-01 02:00:00',
            'participant_ids': [Command.create({'employee_id': self.technician.id, 'attendance': 'present'})]})

    def _prepare_growth(self):
        trainer, mate = self.env(user=self.user_trainer.id), self.env['hr.employee'].create({
            'name': "New Hand", 'company_id': self.company.id})
        return [
            (trainer['aftersales.mentoring'], {
                'mentor_id': self.technician.id, 'apprentice_id': mate.id, 'stop_date': '2031-01-01', 'goals': "Brakes",
                'result': "Can do it", 'line_ids': [Command.create({'name': "Bleeds"})]}),
            (trainer['aftersales.learning.goal'], {'employee_id': mate.id, 'name': "Oscilloscope", 'note': "Done"}),
            (trainer['aftersales.contest'], {
                'name': "Diagnosis", 'date': '2026-03-01', 'place_ids': [
                    Command.create({'employee_id': mate.id, 'score': 9})]}),
            (self.env(user=self.user_manager.id)['aftersales.staff.survey'], {'plan_year': 2031}),
        ]

    def _prepare_standard_documents(self):
        standard = self._use_standard()
        return [
            (self.env(user=self.user_manager.id)['aftersales.standard'], {
                'name': "Norm", 'version': "1", 'area_ids': [Command.create({
                    'name': "System", 'points': 10, 'criterion_ids': [Command.create({'name': "Chart"})]})]}),
            (self.env(user=self.user_inspector.id)['aftersales.audit'], {
                'standard_id': standard.id, 'workshop_id': self.workshop.id}),
            (self.env(user=self.user_technician.id)['aftersales.idea'], {'subject': "Trolley"}),
            (self.env(user=self.user_manager.id)['aftersales.norm'], {'code': "3.4", 'name': "Belongings", 'text': "Listed"}),
            (self.env(user=self.user_manager.id)['aftersales.monthly.report'], {
                'period_start': '2025-10-01', 'author_id': self.user_accountant.id, 'summary': "Good", 'conclusion': "Go on"}),
            (self.env(user=self.user_manager.id)['aftersales.goal'], {
                'name': "Promise", 'indicator': "In time", 'due_date': '2030-01-01', 'value_before': 1, 'value_goal': 2,
                'value_reached': 2, 'effect': "Good", 'kept_as': "Norm 4"}),
            (self.env(user=self.user_inspector.id)['aftersales.site.check'], {
                'area_id': self.env['aftersales.site.area'].create({'name': "Hall", 'workshop_id': self.workshop.id}).id,
                'remark': "Ill", 'line_ids': [Command.create({'name': "Dry", 'mark': '5'})]}),
            (self.env(user=self.user_manager.id)['aftersales.budget'], {
                'company_id': self.company.id, 'budget_year': 2026, 'note': "As before", 'line_ids': [
                    Command.create({'kind': 'labour', 'month': '2026-03-01', 'amount': 5})]}),
            (self.env(user=self.user_inspector.id)['aftersales.incident'], {
                'subject': "Spill", 'workshop_id': self.workshop.id}),
        ]

    def _prepare_home_documents(self):
        visit = self.env['aftersales.appointment'].create(self._prepare_appointment_vals(state='draft'))
        return [(self.env(su=True)['aftersales.home.checkin'], {'appointment_id': visit.id})]

    def _prepare_store_documents(self):
        """How the parts store is kept."""
        parts, store = self.env(user=self.user_parts.id), {'warehouse_id': self.workshop.warehouse_id.id}
        check = (parts['aftersales.store.check'], {
            **store, 'remark': "Ill", 'line_ids': [Command.create({'name': "Dry", 'result': 'ok'})]})
        self._take_in()
        self.company.aftersales_writedown = True
        return [
            check, (self.env(user=self.user_manager.id)['aftersales.stock.writedown'], {'date': '2025-12-31'}),
            (self.env(su=True)['aftersales.stock.review'], {**store, 'line_ids': [Command.create({
                'product_id': self.part.id, 'location_id': self.workshop.warehouse_id.lot_stock_id.id, 'result': 'keep'})]}),
            (self.env(su=True)['aftersales.spot.check'], {
                **store, 'keeper_id': self.user_parts.id, 'keeper_date': '2026-03-02 01:00:00',
                'accountant_id': self.user_accountant.id, 'accountant_date': '2026-03-02 01:00:00'}),
            (parts['aftersales.season.plan'], {
                **store, 'name': "Winter", 'date_start': '2099-12-01', 'date_end': '2100-02-28',
                'line_ids': [Command.create({'product_id': self.part.id, 'quantity': 5})]}),
            (parts['aftersales.scrap.request'], {**store, 'answer': "Torn", 'line_ids': [Command.create({
                'product_id': self.part.id, 'remark': "Torn"})]}),
        ]

    def _prepare_special_order(self):
        return self.env(user=self.user_advisor.id)['aftersales.order'].create({
            'workshop_id': self.workshop.id, 'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id,
            'job_ids': [Command.create({'name': "Turbo", 'line_ids': [Command.create({'product_id': self.part.id})]})]})

    def _take_in(self):
        """A receipt of one part."""
        kind = self.workshop.warehouse_id.in_type_id
        supplier, stock = self.env.ref('stock.stock_location_suppliers'), kind.default_location_dest_id
        picking = self.env['stock.picking'].create({
            'picking_type_id': kind.id, 'partner_id': self.customer.id, 'location_id': supplier.id,
            'location_dest_id': stock.id, 'move_ids': [Command.create({
                'product_id': self.part.id, 'product_uom_qty': 1, 'quantity': 1, 'picked': True,
                'location_id': supplier.id, 'location_dest_id': stock.id})]})
        picking._action_done()
        return picking

    def _create_contract_type(self):
        Account = self.env['account.account'].with_company(self.company)
        return self.env['aftersales.contract.type'].create({
            'name': "Services", 'price': 100, 'company_id': self.company.id,
            'product_id': self.env['product.product'].create({'name': "Prepaid", 'type': 'service'}).id,
            'deferred_account_id': Account.create({'name': "D", 'code': 'LIFE1', 'account_type': 'liability_current'}).id,
            'income_account_id': Account.create({'name': "I", 'code': 'LIFE2', 'account_type': 'income'}).id,
            'journal_id': self.env['account.journal'].create({
                'name': "Contracts", 'code': "LIFEC", 'type': 'general', 'company_id': self.company.id}).id})
