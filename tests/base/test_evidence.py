import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.counter import PNG, CheckinCommon
from odoo.addons.aftersales.tests.dealership.evidence import LaterEvidence
from odoo.addons.aftersales.tests.dealership.health import FILM, PIXEL

# Another value of a sealed field, as somebody with the database in his hands would write it.
FORGED = {
    'char': 'Forged', 'text': 'Forged', 'integer': 77, 'float': 77, 'monetary': 77, 'boolean': False,
    'date': '2001-01-01', 'datetime': '2001-01-01 00:00:00', 'many2one_reference': 77,
}


@tagged('post_install', '-at_install')
class TestEvidence(LaterEvidence, CheckinCommon):
    """What was signed is what is kept: document, parts, files and seal, whatever the route."""

    # === DOCUMENTS ===#

    def _get_models(self, mixin):
        mixin = self.env.registry[mixin]
        return {Model._name for Model in self.env.values() if isinstance(Model, mixin) and not Model._abstract}

    def _sign_checkin(self, **values):
        checkin = self._create_checkins(
            key_tag="K 12", valuables_note="Sunglasses", fuel_level=25, approves_jobs=True,
            belonging_ids=[Command.create({'name': "Umbrella"})],
            document_ids=[Command.link(self.env.ref('aftersales.checkin_document_registration').id)],
            damage_ids=[Command.create({'view': 'left', 'x': 0.5, 'y': 0.5, 'photo': PIXEL})], **values)
        photo = self.env['ir.attachment'].with_user(self.user_advisor).create({
            'name': "front.png", 'datas': PIXEL, 'res_model': checkin._name, 'res_id': checkin.id})
        checkin.write({'photo_ids': [Command.link(photo.id)], 'signature': PNG})
        checkin.action_sign()
        return checkin

    def _answer(self):
        order = self._create_orders()
        order.action_receive()
        order.job_ids._approve('signature', signatory='Chen Jing', signature=PNG)
        return order.job_ids.authorisation_ids

    def _create_delivery(self):
        order = self._create_orders()
        return self.env['aftersales.delivery'].sudo().create(order._prepare_delivery_vals(
            receiver='Chen Jing', signature=PNG, advice="New tyres soon", odometer=12010, amount_unpaid=12.345,
            next_service="Oil", next_service_date='2026-09-01', next_service_odometer=20000,
            line_ids=[Command.create({'name': "Invoice explained", 'is_done': True})],
        ))

    def _do_check(self):
        order = self._create_orders()
        order.action_receive()
        template = self.env['aftersales.health.template'].create({
            'name': "Round", 'model_ids': [Command.set(self.model_a.ids)],
            'item_ids': [Command.create({
                'name': "Belt", 'area_id': self.env['aftersales.health.area'].create({'name': "Engine"}).id})],
        })
        check = self.env['aftersales.health.check'].with_user(self.user_technician).create({
            'order_id': order.id, 'template_id': template.id})
        self.env['aftersales.health.photo'].with_user(self.user_technician).create({
            'line_id': check.line_ids.id, 'image': PIXEL})
        self.env['aftersales.health.video'].with_user(self.user_technician).create({
            'line_id': check.line_ids.id, 'film': FILM, 'name': "Belt"})
        check.line_ids.result = 'urgent'
        check.action_done()
        return check

    def _pass_inspection(self):
        order = self._receive_approved()
        self._pass(order)
        return order.job_ids.inspection_ids

    def _get_paper(self, document):
        return self.env['aftersales.kept.print'].search([
            ('res_model', '=', document._name), ('res_id', '=', document.id)])

    def _refuse_warranty(self):
        job = self._receive_approved().job_ids
        return self.env['aftersales.coverage.refusal'].with_user(self.user_advisor)._refuse(
            job.with_user(self.user_advisor), self.env.ref('aftersales.exclusion_human'), "Broken by a fall")

    def _close_free_issue(self):
        """The way of a free part, as its people go it."""
        order = self._create_orders(job_ids=[Command.create({
            'name': "Pads", 'pay_type_id': self.env.ref('aftersales.pay_type_warranty').id, 'line_ids': [Command.create({
                'line_type': 'part', 'product_id': self.part.id, 'quantity': 1})]})], user=self.user_manager)
        self.receive(order)
        self.env['stock.quant']._update_available_quantity(self.part, self.warehouse.aftersales_warranty_location_id, 5)
        issue = self.env['aftersales.free.issue'].with_user(self.user_technician).create({
            'job_id': order.job_ids.id, 'cause': "Broken by itself", 'line_ids': [Command.create({
                'product_id': self.part.id, 'note': "The left one"})]})
        issue.with_user(self.user_manager).action_approve()
        self.issue(order)
        self.work(order)
        issue.with_user(self.user_claims).write({'report_signatory': "Chen Jing", 'report_date': '2026-03-02'})
        issue.with_user(self.user_claims).action_approve_report()
        issue.old_part_ids.with_user(self.user_claims).place = "W-01"
        issue.old_part_ids.with_user(self.user_claims).action_hand_in()
        issue.with_user(self.user_claims).action_close()
        return issue.with_user(self.user_advisor)

    def _seal_case(self):
        case = self.env['aftersales.statute.case'].sudo().create({
            'vehicle_id': self.vehicle.id, 'partner_id': self.customer.id, 'company_id': self.company.id,
            'statute_id': self.env.ref('aftersales.statute_cn_2021').id})
        return self.env['aftersales.statute.evidence'].sudo()._seal(
            case, 'disclosure', signatory="Chen Jing", signature=PNG, inspection="Nothing found")

    def _send_answer(self):
        """What a maker was told of a claim, and what the claim's ledger says."""
        terms = self.env['aftersales.claim.terms'].create({'name': "Maker", 'partner_id': self.customer.id})
        claim = self.env['aftersales.claim'].sudo().create({
            'order_id': self._receive_approved().id, 'terms_id': terms.id, 'partner_id': self.customer.id})
        entries = self.env['aftersales.claim.entry']._move_amount(claim, 'work', 'asked', 10, "Submitted")
        return claim._keep_sent('answer', "Chen Jing has seen it"), entries

    def _sign_recall(self):
        """What the owner of a car was told, and that he goes without the work."""
        recall = self.env['aftersales.recall'].with_user(self.user_claims).create({
            'maker_number': "EVIDENCE", 'title': "Hose", 'danger': "Fire", 'remedy': "New hose", 'scope': 'model',
            'brand_id': self.model_a.brand_id.id, 'model_ids': [Command.set(self.vehicle.model_id.ids)]})
        recall.action_run()
        car = recall.car_ids.filtered(lambda car: car.vehicle_id == self.vehicle)
        telling = car.with_user(self.user_advisor)._note_told('phone', "Comes on Monday")
        signoff = self.env['aftersales.recall.signoff'].sudo().create({
            'recall_vehicle_id': car.id, 'order_id': self._create_orders().id, 'kind': 'leave', 'reason': "Towed home",
            'signatory': "Chen Jing", 'signature': PNG, 'signature_kind': 'drawn'})
        return [(telling, []), (signoff, [])]

    def _close_complaint(self):
        """A complaint that is over, with all that was said and done."""
        complaint = self.env['aftersales.complaint'].create({'story': "It squeals", 'vehicle_id': self.vehicle.id})
        part, users = {'complaint_id': complaint.id}, {'user_id': self.user_care.id}
        parts = [self.env[f'aftersales.complaint.{name}'].sudo().create({**part, **vals}) for name, vals in (
            ('party', {'partner_id': self.customer.id, 'note': "All of it"}), ('solution', {'kind': 'apology', 'note': "Now"}),
            ('opinion', {'role': 'quality', 'text': "Ours"}), ('pause', {'note': "Photos", 'stop': '2031-01-01', **users}),
            ('dissent', {'text': "Not ours", 'recipient_id': self.user_manager.id, 'outcome': "Noted"}),
            ('letter', {'kind': 'close', 'channel': 'letter', 'subject': "Done", **users}))]
        self._forge(complaint, 'closed_date', '2026-03-02')
        self._forge(complaint, 'state', 'closed')
        return complaint, parts

    def _lock_complaint_month(self, complaint):
        month = self.env['aftersales.complaint.month'].sudo().create({'workshop_id': self.workshop.id, 'month': '2026-01-01'})
        line = self.env['aftersales.complaint.month.line'].sudo().create({
            'month_id': month.id, 'complaint_id': complaint.id, 'number': "260101"})
        unit = self.env['aftersales.complaint.month.unit'].sudo().create({
            'month_id': month.id, 'department_id': self.env['hr.department'].create({'name': "Paint Shop"}).id})
        self._forge(month, 'locked_date', '2026-03-02')
        self._forge(month, 'state', 'locked')
        fact = self.env['aftersales.people.fact'].sudo().create({
            'month_id': month.id, 'employee_id': self.technician.id, 'number': "260101"}).with_env(self.env)
        return (month, [line, unit]), (fact, [])

    def _publish_bulletin(self):
        bulletin = self.env['aftersales.survey.bulletin'].with_user(self.user_manager).create({
            'company_id': self.company.id, 'period_start': '2025-10-01', 'conclusion': "All is well"})
        bulletin.action_publish()
        return bulletin

    def _release_summary(self):
        summary = self.env['aftersales.followup.summary'].with_user(self.user_manager).create({
            'company_id': self.company.id, 'period_start': '2025-10-01', 'conclusion': "All is well",
            'meeting_date': '2025-11-03', 'minutes': "Nothing else"})
        summary.action_release()
        return summary

    def _release_report(self):
        report = self.env['aftersales.monthly.report'].with_user(self.user_manager).create({
            'company_id': self.company.id, 'period_start': '2025-10-01', 'author_id': self.user_accountant.id,
            'summary': "A good month", 'conclusion': "Go on"})
        report.action_check()
        report.action_release()
        return report

    def _create_documents(self):
        """:return: list of (frozen document, its parts)"""
        complaint = self._close_complaint()
        checkin, answer, delivery = self._sign_checkin(), self._answer(), self._create_delivery()
        check, inspection, (sent, entries) = self._do_check(), self._pass_inspection(), self._send_answer()
        return [
            self._hand_over_car(), (sent, []), (entries, []), *((document, []) for document in self._keep_supplier_evidence()),
            (checkin, [checkin.belonging_ids, checkin.damage_ids, checkin.paper_ids]),
            (self._get_paper(answer), []), (answer, [answer.line_ids]),
            (delivery, [delivery.line_ids]), (check, [check.line_ids.photo_ids, check.line_ids.video_ids]),
            (inspection, [inspection.line_ids]),
            (self._refuse_warranty(), []), (self._seal_case(), []), (issue := self._close_free_issue(), [issue.line_ids]),
            *self._sign_recall(), complaint, *self._lock_complaint_month(complaint[0]), self._review_crisis(),
            (self._publish_bulletin(), []), (self._release_summary(), []), (self._release_report(), []),
            self._hand_out_loaner(), *self._close_rescue(),
            self._publish_prices(), self._approve_supplier_score(), *self._sign_store_papers(), *self._hand_over_old_part(),
            self._report_visit(), self._decide_screening(), *self._settle_accident(), (self._publish_offer(), []),
            self._look_car_over(), self._end_alternative(), self._check_in_from_home(), *self._report_audit(),
            *self._keep_privacy_papers(), (self._hand_in_day(), []),
        ]

    def _forge(self, record, name, value):
        """Write past the ORM."""
        self.env.flush_all()
        self.env.cr.execute(SQL(
            "UPDATE %s SET %s = %s WHERE id = %s", SQL.identifier(record._table), SQL.identifier(name), value, record.id))
        self.env.invalidate_all()

    def _assert_refused(self, action):
        with self.assertRaises(UserError):
            action()
            self.env.flush_all()

    # === FROZEN ===#

    def test_all_documents_are_known_here(self):
        documents = self._create_documents()
        self.assertEqual(self._get_models('aftersales.frozen.mixin'), {document._name for document, __ in documents})
        self.assertEqual(
            self._get_models('aftersales.frozen.part.mixin'),
            {part._name for __, parts in documents for part in parts})

    def test_neither_changed_nor_deleted(self):
        for document, parts in self._create_documents():
            for records in (document, *parts):
                self.assertTrue(records, "a test of nothing")
                vals = {next(
                    name for name, field in records._fields.items()
                    if field.store and field.type in ('char', 'text') and not field.compute and not field.related
                ): 'Forged'}
                for env in (self.env(su=True), self.env(user=self.user_manager.id), self.env(user=self.user_advisor.id)):
                    with self.subTest(model=records._name, user=env.user.name, su=env.su):
                        self._assert_refused(lambda: records.with_env(env).write(vals))  # noqa: B023 - called at once
                        self._assert_refused(lambda: records.with_env(env).unlink())  # noqa: B023
                with self.subTest(model=records._name), self.assertRaises(UserError) as refusal:
                    records.sudo().write(vals)
                self.assertNotIsInstance(refusal.exception, AccessError)

    def test_nothing_is_added(self):
        checkin, answer, delivery = self._sign_checkin(), self._answer(), self._create_delivery()
        check, inspection = self._do_check(), self._pass_inspection()
        manager = self.env(user=self.user_manager.id)
        for model, vals in (
            ('aftersales.checkin.belonging', {'checkin_id': checkin.id, 'name': "Gold bar"}),
            ('aftersales.damage.mark', {'checkin_id': checkin.id, 'view': 'top', 'x': 0.1, 'y': 0.1}),
            ('aftersales.checkin.paper', {
                'checkin_id': checkin.id, 'document_id': self.env.ref('aftersales.checkin_document_insurance').id}),
            ('aftersales.authorisation.line', {'authorisation_id': answer.id, 'name': "Four new tyres"}),
            ('aftersales.delivery.line', {'delivery_id': delivery.id, 'name': "Nothing"}),
            ('aftersales.health.photo', {'line_id': check.line_ids.id, 'image': PIXEL}),
            ('aftersales.health.video', {'line_id': check.line_ids.id, 'film': FILM}),
            ('aftersales.inspection.line', {'inspection_id': inspection.id, 'name': "Wheels"}),
        ):
            with self.subTest(model=model):
                self._assert_refused(lambda: manager[model].create(vals))  # noqa: B023 - called at once

    def test_no_part_is_moved_in(self):
        signed, other = self._sign_checkin(), self._create_checkins()
        thing = self.env['aftersales.checkin.belonging'].with_user(self.user_advisor).create({
            'checkin_id': other.id, 'name': "Umbrella"})
        self._assert_refused(lambda: thing.write({'checkin_id': signed.id}))
        thing.name = "Red umbrella"
        self.assertEqual(other.belonging_ids.name, "Red umbrella")

    def test_nobody_enters_what_is_born_frozen(self):
        order = self._create_orders()
        for user in (self.user_advisor, self.user_manager):
            with self.assertRaisesRegex(UserError, "Deliver Car"):
                self.env['aftersales.delivery'].with_user(user).create({'order_id': order.id})
            self._assert_refused(lambda: self.env['aftersales.authorisation'].with_user(user).create({  # noqa: B023
                'job_id': order.job_ids.id, 'order_id': order.id, 'decision': 'approved', 'channel': 'phone',
                'signatory': "Nobody", 'currency_id': order.currency_id.id, 'content': '{}',
            }))

    # === FILES ===#

    def _get_files(self, record, field):
        return self.env['ir.attachment'].sudo().search([
            ('res_model', '=', record._name), ('res_id', 'in', record.ids), ('res_field', '=', field)])

    def test_files_stay(self):
        checkin, answer, delivery, check = (
            self._sign_checkin(), self._answer(), self._create_delivery(), self._do_check())
        for files in (
            self._get_files(checkin, 'signature'), checkin.sudo().photo_ids,
            self._get_files(checkin.damage_ids, 'photo'), self._get_files(answer, 'signature'),
            self._get_files(delivery, 'signature'), check.line_ids.photo_ids._get_attachments(),
            check.line_ids.video_ids._get_films(),
        ):
            self.assertEqual(len(files), 1)
            own = self.env['ir.attachment'].with_user(self.user_manager).create({
                'name': "forged.png", 'datas': PNG, 'res_model': 'res.partner', 'res_id': self.customer.id})
            place = {'res_model': files.res_model, 'res_id': files.res_id, 'res_field': files.res_field}
            for env in (self.env(su=True), self.env(user=self.user_manager.id)):
                with self.subTest(model=files.res_model, field=files.res_field, su=env.su):
                    for vals in (
                        {'raw': b'forged'}, {'datas': PNG}, {'name': "other"}, {'type': 'url', 'url': 'http://x.test'},
                        {'res_id': 0}, {'res_model': 'res.partner', 'res_id': self.customer.id, 'res_field': False},
                    ):
                        self._assert_refused(lambda: files.with_env(env).write(vals))  # noqa: B023 - called at once
                    self._assert_refused(lambda: files.with_env(env).unlink())  # noqa: B023
                    if files.res_field:
                        self._assert_refused(lambda: own.with_env(env).write(place))  # noqa: B023
            if files.res_field:
                self._assert_refused(lambda: own.create({'name': "beside.png", 'datas': PNG, **place}))  # noqa: B023
            self.assertTrue(files.exists().raw)

    def test_files_of_others_and_of_the_log_are_free(self):
        checkin = self._sign_checkin()
        message = checkin.with_user(self.user_advisor).message_post(attachments=[("note.txt", b"later")])
        message.attachment_ids.with_user(self.user_advisor).name = "call.txt"
        open_checkin = self._create_checkins()
        open_checkin.signature = PIXEL
        files = self.env['ir.attachment'].with_user(self.user_advisor).create([
            {'name': "a.txt", 'raw': b'a', 'res_model': model, 'res_id': res_id}
            for model, res_id in (('res.partner', self.customer.id), (False, 0), ('aftersales.checkin', 0))])
        files.write({'name': "b.txt"})
        files.unlink()

    # === SEAL ===#

    def test_sealed_documents_are_intact(self):
        names = {
            'checkin', 'authorisation', 'delivery', 'kept.print', 'claim.submission', 'free.issue', 'statute.evidence',
            'contract.visit', 'claim.handover', 'claim.file', 'station.confirmation', 'recall.signoff', 'survey.bulletin',
            'monthly.report', 'loan.sheet', 'rescue.sheet', 'rescue.receipt', 'followup.summary', 'old.part.receipt',
            'assessment', 'handover', 'last.look', 'home.checkin', 'audit', 'personal.copy', 'secrecy.promise', 'deletion.run',
            'day.report'}
        self.assertEqual(self._get_models('aftersales.evidence.mixin'), {f'aftersales.{name}' for name in names})
        answer = self._answer()
        for document in (self._sign_checkin(), answer, self._create_delivery(), self._get_paper(answer),
                         self._close_free_issue(), self._seal_case(), self._send_answer()[0],
                         *self._keep_supplier_evidence(), self._sign_recall()[1][0], self._hand_out_loaner()[0]):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(model=document._name):
                self.assertTrue(document.content_hash)
                self.assertTrue(document.is_intact)
                self.assertTrue(document.with_context(bin_size=True).is_intact, "forms read pictures by their size")
                self._forge(document, 'content', document.content.replace('Chen', 'Shen'))
                self.assertFalse(document.is_intact)

    def test_every_sealed_field_is_compared(self):
        for document in (self._sign_checkin(), self._create_delivery(), self._get_paper(self._answer()),
                         self._close_free_issue(), self._seal_case(), self._send_answer()[0],
                         *self._keep_supplier_evidence(), self._check_in_from_home()[0]):
            self.assertTrue(document._sealed_fields)
            for name in document._sealed_fields:
                field = document._fields[name]
                if not field.column_type:
                    continue  # the signature's file, below
                self.env.flush_all()
                with self.subTest(model=document._name, field=name), self.cr.savepoint() as undo:
                    other = self.env[field.comodel_name].search(
                        [('id', '!=', document[name].id)], limit=1).id if field.relational else FORGED.get(field.type)
                    if name == 'order_id':
                        other = self._create_orders().id
                    elif field.type == 'selection':
                        other = next(value for value in field.get_values(self.env) if value != document[name])
                    elif name == 'claim_id':
                        other = self._send_answer()[0].claim_id.id
                    elif name == 'case_id':
                        other = self._seal_case().case_id.id
                    self._forge(document, name, other)
                    self.assertFalse(document.is_intact)
                    undo.rollback()
                self.env.invalidate_all()
            self.assertTrue(document.is_intact)
            if 'signature' not in document._fields:
                continue
            signature = self._get_files(document, 'signature')
            self._forge(signature, 'res_field', 'other')
            self.assertFalse(document.is_intact, "the signature is gone")

    def test_delivery_keeps_the_words_of_the_day(self):
        delivery = self._create_delivery()
        content = json.loads(delivery.content)
        self.assertEqual(content['plate'], delivery.order_id.license_plate)
        self.assertEqual(content['explained'], [{'name': "Invoice explained", 'is_done': True, 'note': ''}])
        self.assertEqual(content['sealed']['receiver'], 'Chen Jing')
        self.vehicle.sudo().license_plate = '沪B·NEW01'
        self.env.invalidate_all()
        self.assertTrue(delivery.is_intact, "what the car is called later changes nothing")

    def test_sealed_by_an_older_version(self):
        """Hashes in dealers' databases stay valid: of a check-in without sealed fields, of a delivery without a seal."""
        checkin, delivery = self._sign_checkin(), self._create_delivery()
        content = checkin._get_content()
        del content['sealed']
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(',', ':'))
        self._forge(checkin, 'content', text)
        self._forge(checkin, 'content_hash', checkin._hash_content(text))
        self.assertTrue(checkin.is_intact)
        self._forge(checkin, 'content', text.replace('K 12', 'K 13'))
        self.assertFalse(checkin.is_intact)
        for name in ('content', 'content_hash'):
            self._forge(delivery, name, None)
        self.assertTrue(delivery.is_intact)
        with self.assertRaisesRegex(UserError, "evidence"):
            delivery.sudo().write({'advice': "Other"})
