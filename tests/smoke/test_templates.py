import re

from lxml import etree

from odoo.tests import TransactionCase, tagged

# Attributes that a script or the browser reads as a value, where 0 and an empty list are answers as good as any.
VALUES = re.compile(r't-att-(data-.+|aria-value(min|max|now)|min|max|low|high|width|height|colspan|rowspan)')

WORD = re.compile(r'\w{2}')


@tagged('post_install', '-at_install')
class TestTemplates(TransactionCase):

    def test_no_attribute_is_lost_at_zero(self):
        """faults C1: QWeb leaves out an attribute whose value is 0, 0.0 or empty; ``t-attf-`` makes a text of it first."""
        views = self.env['ir.ui.view'].search([('model_data_id.module', '=', 'aftersales'), ('type', '=', 'qweb')])
        self.assertGreater(len(views), 10)
        for view in views:
            lost = {
                name for node in etree.fromstring(view.arch).iter(etree.Element)
                for name in node.attrib if VALUES.fullmatch(name)
            }
            self.assertFalse(lost, f"{view.key}: use t-attf- instead")

    def test_no_words_beside_a_doctype(self):
        """A template that begins with a doctype is passed by when words are collected: it stays English for everybody."""
        views = self.env['ir.ui.view'].search([
            ('model_data_id.module', '=', 'aftersales'), ('type', '=', 'qweb'), ('arch_db', 'like', '&lt;!DOCTYPE')])
        self.assertGreater(len(views), 3)
        for view in views:
            words = [
                text for node in etree.fromstring(view.arch).iter(etree.Element) if node.tag not in ('style', 'script')
                for text in (node.text, node.tail) if text and WORD.search(text.replace('<!DOCTYPE html>', ''))]
            self.assertFalse(words, f"{view.key}: put them into a template that calls this one")

    def test_formatted_attribute_is_kept_at_zero(self):
        render = self.env['ir.qweb']._render
        template = etree.fromstring('<p t-att-data-a="0.0" t-attf-data-b="{{ 0.0 }}" t-attf-data-c="{{ [] }}"/>')
        self.assertEqual(str(render(template)), '<p data-b="0.0" data-c="[]"></p>')
