from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.aftersales.tests.dealership.planning import BoardCommon

# What somebody types there is the point for every reader (``write`` puts it into each language); only the words that come with
# the house's list of points are another text in each: so they are found like all others.
TYPED = {'aftersales.handover.line'}


@tagged('post_install', '-at_install')
class TestReaderLanguage(BoardCommon):
    """C7: what operations, menus and goods are called reaches each reader in his language; what people write stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['res.lang']._activate_lang('zh_CN')
        cls.operation.name = "Front brake pads"
        cls.operation.with_context(lang='zh_CN').name = "前制动片"
        cls.part.name = "Brake disc"
        cls.part.with_context(lang='zh_CN').name = "制动盘"
        cls.user_technician.lang = cls.user_dispatcher.lang = 'zh_CN'
        cls.visit = cls.approve(cls.receive(cls._create_orders(job_ids=[
            Command.create({'operation_id': cls.operation.id, 'cause': "Worn out"}),
            Command.create({'name': "Strange noise", 'line_ids': [Command.create({'product_id': cls.part.id})]})])))

    def _as(self, user, records):
        return records.with_user(user).with_context(lang=user.lang)

    def test_every_screen(self):
        """C7: sheet, board, tablet, kanban, links."""
        for user, title, part in (
            (self.user_technician, "前制动片", "制动盘"), (self.user_dispatcher, "前制动片", "制动盘"),
            (self.user_advisor, "Front brake pads", "Brake disc"),
        ):
            visit, jobs = self._as(user, self.visit), self._as(user, self.visit.job_ids)
            with self.subTest(user=user.name):
                self.assertEqual(jobs.mapped('shown_name'), [title, "Strange noise"])
                self.assertEqual(jobs[0].line_ids[:1].display_name, title, "a line of the job's form")
                self.assertIn(part, jobs[1].line_ids.display_name)
                self.assertEqual(jobs.mapped('display_name'), [title, "Strange noise"])
                self.assertIn(title, jobs[0].with_context(show_order=True).display_name)
                cards = visit.order_sheet['jobs']
                self.assertEqual([card['name'] for card in cards], [title, "Strange noise"])
                self.assertEqual(cards[0]['cause'], "Worn out", "What somebody wrote stays")
                self.assertEqual(cards[0]['rows'][0]['name'], title)
                self.assertIn(part, cards[1]['rows'][0]['name'])
                self.assertIn(part, jobs[1].line_ids.display_name)
                self.assertEqual(jobs._prepare_board_cards()[jobs[0]]['name'], title)
                entry = self.env['aftersales.time.entry'].with_context(lang=user.lang)
                self.assertEqual(jobs[0].sudo()._prepare_clock_card(entry)['name'], title)

    def test_row_is_written_by_who_read_the_other_language(self):
        """C7: who saw the row in his words is no second writer; who saw something else is."""
        line = self.visit.job_ids[1].line_ids
        visit = self._as(self.user_dispatcher, self.visit)
        seen = {'name': visit.order_sheet['jobs'][1]['rows'][0]['name']}
        answer = visit.sheet_write('row', line.id, {'name': "制动盘，左"}, seen)
        self.assertFalse(answer['refused'])
        self.assertEqual(line.name, "制动盘，左")
        self.assertEqual(self._as(self.user_advisor, self.visit).order_sheet['jobs'][1]['rows'][0]['name'], "制动盘，左")
        answer = visit.sheet_write('row', line.id, {'name': "X"}, {'name': "制动盘"})
        self.assertTrue(answer['refused'])

    def test_name_that_somebody_wrote(self):
        """C7: a job that was named anew keeps its name in every language."""
        self.visit.job_ids[0].with_user(self.user_advisor).name = "Front brake pads, squeal"
        self.assertEqual(self._as(self.user_technician, self.visit.job_ids[0]).shown_name, "Front brake pads, squeal")

    def test_hours_and_their_source(self):
        """A5: whoever changes the hours of a job reads those of the operation and where they come from; those of the car's
        model before those of all cars; a job without an operation has none."""
        job, noise = self._as(self.user_advisor, self.visit.job_ids)
        self.operation.write({
            'hours': 1.5, 'hours_source': 'maker', 'hours_reference': "2026/1, 46-10", 'hours_date': '2026-03-02'})
        self.assertEqual(job.hours_source_text, "01:30: Maker's Time Guide, 2026/1, 46-10, as of 03/02/2026")
        self.assertFalse(noise.hours_source_text)
        self.operation.hours_ids = [Command.clear(), Command.create({
            'model_id': job.vehicle_id.model_id.id, 'hours': 2, 'hours_source': 'measured', 'hours_date': '2026-03-03'})]
        job.invalidate_recordset(['hours_source_text'])  # asked by another form
        self.assertEqual(job.hours_source_text, "02:00: Measured by Us, as of 03/03/2026")
        self.operation.hours_ids.hours_source = False
        job.invalidate_recordset(['hours_source_text'])
        self.assertEqual(job.hours_source_text, "02:00")

    def test_cost(self):
        """C7: names are read at once, for one job or many."""
        orders = self._receive_jobs(12)
        jobs = self._as(self.user_technician, orders.job_ids)
        self.assertFlat(lambda some: some.mapped('shown_name'), jobs[:1], jobs)

    def test_found_by_the_name_of_another_language(self):
        """faults C7: pickers and the sheet's box find operations, menus, grounds and parts by either name, × model."""
        advisor = self.user_advisor  # reads English
        for user, typed in ((advisor, "前制动"), (self.user_dispatcher, "front brake"), (advisor, "front brake")):
            with self.subTest(user=user.name, typed=typed):
                Operation = self._as(user, self.env['aftersales.operation'])
                self.assertIn(self.operation.id, [found[0] for found in Operation.name_search(typed)])
                hits = self._as(user, self.visit).sheet_find(typed, others=True)['hits']
                self.assertIn(self.operation.id, [hit['id'] for hit in hits if hit['kind'] == 'operation'])
        hits = self._as(advisor, self.visit).sheet_find("制动盘", others=True)['hits']
        self.assertEqual([hit['name'] for hit in hits if hit['id'] == self.part.id], ["Brake disc"])
        tried = 0
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._abstract or not model._auto or not model._is_named_in_languages():
                continue
            record = model.search([], limit=1)
            names = model._rec_names_search or [model._rec_name]
            field = next(field for field in map(model._fields.get, names) if field.translate)
            if not record or not field.store or field.related:
                continue
            try:
                with self.cr.savepoint():
                    for lang, text in (('en_US', "Rumpelstiltskin"), ('zh_CN', "侏儒怪")):
                        record.with_context(lang=lang)[field.name] = text
            except UserError:  # promised, signed or released: it keeps its name
                continue
            if name in TYPED:
                for lang in ('en_US', 'zh_CN'):
                    self.assertEqual(record.with_context(lang=lang)[field.name], "侏儒怪", name)
                record.flush_recordset()
                self.env.cr.execute(SQL(
                    "UPDATE %s SET %s = jsonb_build_object('en_US', 'Rumpelstiltskin', 'zh_CN', '侏儒怪') WHERE id = %s",
                    SQL.identifier(record._table), SQL.identifier(field.name), record.id))
                record.invalidate_recordset()
            self.assertEqual(record.with_context(lang='en_US')[field.name], "Rumpelstiltskin", name)
            tried += 1
            for lang, typed in (('en_US', "侏儒"), ('zh_CN', "rumpel"), ('zh_CN', "侏儒"), ('en_US', "rumpel")):
                with self.subTest(model=name, lang=lang, typed=typed):
                    self.assertIn(record, model.with_context(lang=lang).search([('display_name', 'ilike', typed)]))
                    self.assertNotIn(record, model.with_context(lang=lang).search([('display_name', 'ilike', "无此名")]))
        self.assertGreater(tried, 12)

    def test_sentences_in_the_readers_words(self):
        """faults C7: what is refused names the job as its reader knows it."""
        job = self.visit.job_ids[0]
        for user, title in ((self.user_dispatcher, "前制动片"), (self.user_advisor, "Front brake pads")):
            with self.subTest(user=user.name), self.assertRaisesRegex(UserError, title):
                self._as(user, job).action_reopen()
            with self.assertRaisesRegex(UserError, title):
                self._as(user, self.visit).action_ready()
