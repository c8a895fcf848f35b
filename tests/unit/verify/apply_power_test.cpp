// Power cuts. The operations of one apply or undo are recorded; then, for a cut after each of them, states of the
// disk are built that lose what was not synced: names in any combination, contents whole, torn or not at all. From
// each, the next start must make the old or the new tree. (After ALICE, Pillai et al., OSDI 2014.)
#include <gtest/gtest.h>

#include <iostream>
#include <random>

#include "apply_scene.hpp"

namespace fixpoint::verify {
namespace {

using seams::FileOp;

/// Something that happened to a name or to bytes. Paths are absolute.
struct Event {
  enum Kind { create, make_folder, remove_folder, rename, exchange, unlink, write, sync_file, sync_folder } kind;
  std::string path;
  std::string to;
  std::string bytes;
};

class RecordingFiles : public seams::Files {
 public:
  std::vector<Event> events;

 protected:
  Fault before(const seams::FileCall& call) override {
    const auto of = [](int fd) {
      std::error_code ignored;
      return std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd), ignored).string();
    };
    const auto path = [&] { return of(call.folder) + "/" + std::string(call.name); };
    const auto to = [&] { return of(call.to_folder) + "/" + std::string(call.to); };
    switch (call.op) {
      case FileOp::create:
        events.push_back({Event::create, path(), "", ""});
        break;
      case FileOp::make_folder:
        events.push_back({Event::make_folder, path(), "", ""});
        break;
      case FileOp::remove_folder:
        events.push_back({Event::remove_folder, path(), "", ""});
        break;
      case FileOp::rename:
        events.push_back({Event::rename, path(), to(), ""});
        break;
      case FileOp::exchange:
        events.push_back({Event::exchange, path(), to(), ""});
        break;
      case FileOp::unlink:
        events.push_back({Event::unlink, path(), "", ""});
        break;
      case FileOp::write:
        events.push_back({Event::write, of(call.folder), "", std::string(call.bytes)});
        break;
      case FileOp::sync: {
        const auto name = of(call.folder);
        events.push_back({std::filesystem::is_directory(name) ? Event::sync_folder : Event::sync_file, name, "", ""});
        break;
      }
      default:
        break;
    }
    return {};
  }
};

/// A disk as names and contents. An inode of -1 is a folder.
struct Disk {
  std::map<std::string, int> names;
  std::map<int, std::string> contents;

  static Disk read(const std::string& folder) {
    Disk disk;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      const auto path = entry.path().string();
      const int inode = entry.is_directory() ? -1 : static_cast<int>(disk.names.size());
      disk.names[path] = inode;
      if (inode >= 0) disk.contents[inode] = read_file(path);
    }
    return disk;
  }

  void write(const std::string& folder) const {
    for (const auto& entry : std::filesystem::directory_iterator(folder)) std::filesystem::remove_all(entry.path());
    for (const auto& [path, inode] : names)  // folders sort before what is in them
      if (inode < 0)
        std::filesystem::create_directories(path);
      else
        write_file(path, contents.at(inode));
  }

  [[nodiscard]] bool has(const std::string& path) const { return names.contains(path); }

  /// What an event does to the names; nothing when something it needs was lost. `inode` is what a create makes.
  void apply(const Event& event, int inode) {
    const auto parent = event.path.substr(0, event.path.rfind('/'));
    const bool reachable = has(parent) || !parent.starts_with(root);
    if (!reachable) return;
    if (event.kind == Event::create && !has(event.path)) names[event.path] = inode;
    if (event.kind == Event::make_folder && !has(event.path)) names[event.path] = -1;
    if (event.kind == Event::unlink) names.erase(event.path);
    if (event.kind == Event::remove_folder) {  // it was empty: what it held went before, durable or not
      names.erase(event.path);
      std::erase_if(names, [&](const auto& name) { return name.first.starts_with(event.path + "/"); });
    }
    if (event.kind == Event::rename && has(event.path)) {
      names[event.to] = names[event.path];
      names.erase(event.path);
    }
    if (event.kind == Event::exchange && has(event.path) && has(event.to))
      std::swap(names[event.path], names[event.to]);
  }
  std::string root;  ///< folders outside it always exist
};

std::map<std::string, std::string> bytes_of(const Snapshot& tree) {
  std::map<std::string, std::string> result;  // modes are not modelled
  for (const auto& [path, text] : tree) result[path] = text.substr(text.find(' ') + 1);
  return result;
}

struct Cut {
  bool at_end;
  Disk disk;
};

/// One of the states the disk may be in when the power fails before event `end`.
Disk cut(const Disk& start, const std::vector<Event>& events, std::size_t end, bool in_order, std::mt19937& random) {
  // Which events are durable, and each file's contents as written and as synced.
  Disk live = start;
  std::vector<bool> durable(events.size(), false);
  std::map<int, std::string> synced = start.contents;
  std::vector<int> inodes(events.size(), -1);
  int next = 1'000'000;
  for (std::size_t i = 0; i < end; ++i) {
    const auto& event = events[i];
    if (event.kind == Event::create) {
      inodes[i] = next++;
      live.contents[inodes[i]] = "";
      synced[inodes[i]] = "";
    }
    if (event.kind == Event::write && live.has(event.path)) live.contents[live.names[event.path]] += event.bytes;
    if (event.kind == Event::sync_file && live.has(event.path)) {
      const int inode = live.names[event.path];
      synced[inode] = live.contents[inode];
      // As the journalling file systems have it: with a new file its name, and the folders it lies in.
      for (std::size_t j = 0; j < i; ++j)
        if (inodes[j] == inode ||
            (events[j].kind == Event::make_folder && event.path.starts_with(events[j].path + "/")))
          durable[j] = true;
    }
    if (event.kind == Event::sync_folder)
      for (std::size_t j = 0; j < i; ++j)
        for (const auto* path : {&events[j].path, &events[j].to})
          if (path->starts_with(event.path + "/") && path->find('/', event.path.size() + 1) == std::string::npos)
            durable[j] = true;
    live.apply(event, inodes[i]);
  }

  Disk disk = start;
  // In order: a prefix of what was not synced survives, as a metadata journal writes it. Else any part of it.
  std::size_t last = end;
  if (in_order) last = std::uniform_int_distribution<std::size_t>(0, end)(random);
  const int luck = std::uniform_int_distribution<int>(0, 100)(random);
  for (std::size_t i = 0; i < end; ++i) {
    const bool survives =
        durable[i] || (in_order ? i < last : std::uniform_int_distribution<int>(0, 99)(random) < luck);
    if (survives) disk.apply(events[i], inodes[i]);
  }
  for (const auto& [inode, text] : live.contents) {
    disk.contents[inode] = synced[inode];
    if (text == synced[inode]) continue;
    switch (std::uniform_int_distribution<int>(0, 3)(random)) {
      case 0:
        disk.contents[inode] = text;
        break;
      case 1:
        disk.contents[inode] = text.substr(0, text.size() / 2);
        break;
      case 2:
        disk.contents[inode] = std::string(text.size(), '\0');
        break;
      default:
        break;
    }
  }
  return disk;
}

TEST(PowerCut, ApplyLeavesOldOrNew) {
  Scene scene;
  seams::Files plain;
  ASSERT_TRUE(apply(scene.root, {{"bystander.txt", "not touched\n", "touched\n"}}, "s0", scene.journals, plain));
  const auto old_tree = bytes_of(scene.now());
  Disk start = Disk::read(scene.folder.path);
  start.root = scene.folder.path;
  RecordingFiles recording;
  ASSERT_TRUE(scene.apply(recording));
  const auto new_tree = bytes_of(scene.now());

  std::mt19937 random(1);
  std::size_t states = 0, old_trees = 0, new_trees = 0, half = 0;
  for (std::size_t end = 0; end <= recording.events.size(); ++end) {
    for (int trial = 0; trial < 60; ++trial) {
      const auto disk = cut(start, recording.events, end, trial % 2 == 0, random);
      disk.write(scene.folder.path);
      const auto found = bytes_of(scene.now());
      half += found != old_tree && found != new_tree;
      const auto said = scene.recover();
      ASSERT_TRUE(said) << said.error().message;
      const auto now = bytes_of(scene.now());
      ++states;
      ++(now == new_tree ? new_trees : old_trees);
      ASSERT_TRUE(now == old_tree || now == new_tree) << "cut before event " << end << ", trial " << trial;
      // Success was reported after the last event.
      if (end == recording.events.size()) {
        ASSERT_EQ(now, new_tree) << "trial " << trial;
        ASSERT_TRUE(undo("s1", scene.root, scene.journals, plain));
        ASSERT_EQ(bytes_of(scene.now()), old_tree);
      }
    }
  }
  EXPECT_GT(half, 100U);
  EXPECT_GT(old_trees, 100U);
  EXPECT_GT(new_trees, 100U);
  std::cout << recording.events.size() << " events, " << states << " states, " << half << " found half done; old "
            << old_trees << ", new " << new_trees << ", neither 0\n";
}

TEST(PowerCut, UndoLeavesNewOrOld) {
  Scene scene;
  seams::Files plain;
  const auto old_tree = bytes_of(scene.before);
  ASSERT_TRUE(scene.apply(plain));
  const auto new_tree = bytes_of(scene.now());
  Disk start = Disk::read(scene.folder.path);
  start.root = scene.folder.path;
  RecordingFiles recording;
  ASSERT_TRUE(undo("s1", scene.root, scene.journals, recording));
  std::mt19937 random(2);
  for (std::size_t end = 0; end <= recording.events.size(); ++end) {
    for (int trial = 0; trial < 40; ++trial) {
      cut(start, recording.events, end, trial % 2 == 0, random).write(scene.folder.path);
      ASSERT_TRUE(scene.recover());
      auto now = bytes_of(scene.now());
      ASSERT_TRUE(now == old_tree || now == new_tree) << "cut before event " << end << ", trial " << trial;
      if (end == recording.events.size()) {
        ASSERT_EQ(now, old_tree);
      }
      if (now == old_tree) continue;
      ASSERT_TRUE(undo("s1", scene.root, scene.journals, plain));
      ASSERT_EQ(bytes_of(scene.now()), old_tree);
    }
  }
}

}  // namespace
}  // namespace fixpoint::verify
