"""Words that came from a list of the house, read again by somebody of another language."""


def read_again(text, source, get_text=lambda record: record.name):
    """``text`` in the language of ``source``, as long as it still is, to the letter, what ``source`` says in some language.

    Names of operations, menus and goods are copied into documents, where people may write them anew. What nobody
    changed is said in the reader's words; what somebody wrote stays as it was written.

    :param source: the record the text was copied from; may be empty
    :param get_text: what was copied of it
    :return: the text in the words of the reader, or None when it was not copied from ``source`` as it is
    """
    if not source or not text:
        return None
    own = get_text(source)
    if own == text:
        return own
    languages = [code for code, __ in source.env['res.lang'].get_installed() if code != source.env.lang]
    if any(get_text(source.with_context(lang=code)) == text for code in languages):
        return own
    return None
