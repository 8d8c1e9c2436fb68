from lxml import etree

from odoo.tests import tagged

from odoo.addons.aftersales.tests.dealership.order import OrderCommon


@tagged('post_install', '-at_install')
class TestSorting(OrderCommon):
    """faults P1, P2: newest comes first, down to the rows of a document.

    Odoo sorts by a many2one as the other model sorts itself: ``order_id desc`` turns the order's own
    ``id desc`` round to oldest first, and joins its table for it; ``order_id.id desc`` says what it means.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old, cls.new = cls._receive_approved(2)

    def _get_first_term(self, order):
        """``(field, part after the dot, descends)`` of an order's first term."""
        return self._get_terms(order)[0]

    def _get_terms(self, order):
        terms = []
        for term in order.split(','):
            expression, *direction = term.lower().split()
            field, __, part = expression.partition('.')
            terms.append((field, part, direction[:1] == ['desc']))
        return terms

    def _get_misleading_terms(self, model, order):
        """Terms that follow a model which itself descends, unless a term before has settled what that model begins with."""
        misleading, settled = [], set()
        for name, part, __ in self._get_terms(order):
            field = model._fields.get(name)
            if field and field.type == 'many2one' and not part:
                head = self._get_first_term(self.env[field.comodel_name]._order)
                if head[2] and head[:2] not in settled:
                    misleading.append(name)
            settled.add((name, part))
        return misleading

    def _sorts_itself(self, model):
        return any(
            '_order' in vars(parent) and parent.__module__.startswith('odoo.addons.aftersales.')
            for parent in type(model).mro())

    def test_no_model_sorts_by_a_model_that_descends(self):
        checked = 0
        for name in self.registry:
            model = self.env[name]
            if self._sorts_itself(model):
                checked += 1
                self.assertFalse(
                    self._get_misleading_terms(model, model._order), f"{name} sorts by {model._order}: name the .id")
        self.assertGreater(checked, 50)

    def test_rule_finds_what_it_is_for(self):
        line = self.env['aftersales.order.line']
        self.assertEqual(self._get_misleading_terms(line, 'order_id desc, job_id, id'), ['order_id', 'job_id'])
        self.assertEqual(self._get_misleading_terms(line, 'job_id, id'), ['job_id'])
        self.assertFalse(self._get_misleading_terms(line, 'order_id.id desc, job_id, id'))
        self.assertFalse(self._get_misleading_terms(self.env['aftersales.bay'], 'workshop_id, id'))

    def test_no_view_sorts_by_a_model_that_descends(self):
        views = self.env['ir.ui.view'].search([
            ('model_data_id.module', '=', 'aftersales'), ('arch_db', 'like', 'default_order=')])
        self.assertTrue(views)
        for view in views:
            # A list inside a form shows the rows of one document, whose model cannot turn them round.
            root = etree.fromstring(view.arch)
            if order := root.get('default_order'):
                self.assertFalse(self._get_misleading_terms(self.env[view.model], order), f"{view.xml_id}: {order}")

    def _assert_newest_first(self, model, domain, order_of):
        found = self.env[model].search(domain)
        orders = found.mapped(order_of)
        self.assertEqual(orders, self.new + self.old, model)
        self.assertEqual(found.sorted().mapped(order_of), self.new + self.old, model)

    def test_jobs_and_lines_of_the_newest_order_come_first(self):
        domain = [('order_id', 'in', (self.old + self.new).ids)]
        self._assert_newest_first('aftersales.job', domain, 'order_id')
        self._assert_newest_first('aftersales.order.line', domain, 'order_id')

    def test_lines_follow_the_jobs_of_their_order(self):
        last = self.env['aftersales.job'].create({
            'order_id': self.new.id, 'operation_id': self.operation.id, 'sequence': 1})
        lines = self.env['aftersales.order.line'].search([('order_id', '=', self.new.id)])
        self.assertEqual(lines.job_id, last + (self.new.job_ids - last))

    def test_authorised_lines_of_the_newest_answer_come_first(self):
        lines = self.env['aftersales.authorisation.line'].search(
            [('authorisation_id.order_id', 'in', (self.old + self.new).ids)])
        self.assertEqual(lines.authorisation_id.order_id, self.new + self.old)

    def test_check_lines_of_the_newest_check_come_first(self):
        self._pass(self.old + self.new)
        self._assert_newest_first(
            'aftersales.inspection.line', [('inspection_id.order_id', 'in', (self.old + self.new).ids)],
            'inspection_id.order_id')
        checks = self.env['aftersales.health.check'].create([
            {'order_id': order.id, 'template_id': self.env['aftersales.health.template'].search([], limit=1).id}
            for order in self.old + self.new])
        lines = self.env['aftersales.health.check.line'].search([('check_id', 'in', checks.ids)])
        self.assertEqual(lines.check_id, checks[1] + checks[0])
